// Lines of a stream, one at a time and of bounded length.
#pragma once

#include <istream>
#include <string>

#include "io/stroke_file.h"

namespace cli {

/// Reads a stream line by line, in constant memory.
class Lines {
public:
    static constexpr std::size_t kLongest = std::size_t{16} << 20;

    /// `before`: lines that were read already, for the numbers.
    explicit Lines(std::istream& stream, long before = 0) : stream_(stream), number_(before) {}

    /// The next line without its end; false at the end of the stream.
    bool next();

    const std::string& text() const { return text_; }
    bool too_long() const { return too_long_; }  ///< over kLongest bytes: `text` holds the beginning only
    bool blank() const { return io::trimmed(text_).empty(); }
    long number() const { return number_; }  ///< of the line, from 1

private:
    std::istream& stream_;
    std::string text_;
    bool too_long_ = false;
    long number_;
};

}  // namespace cli
