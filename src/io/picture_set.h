// A labelled set from PNG files that are named by their class: a folder for each class ("7/a.png"), or the class before
// the first underscore ("7_a.png").
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/idx_pair.h"

namespace io {

class PictureSet {
public:
    static constexpr std::size_t kMost = 100'000;  ///< pictures; 78 MB
    static constexpr std::size_t kMostClasses = 10;

    /// Reads one file.  Pictures of 28 x 28 are taken as they are, dark ones on light turned round; others are fitted
    /// as a drawing is.  What is no PNG picture, cannot be read, or is blank is left out and counted.
    void add(std::string_view path, std::span<const std::uint8_t> bytes);

    struct Made {
        LabelledImages labelled;
        std::vector<std::string> class_names;  ///< by label; none where they are 0..9 and count as numbers
        std::string left_out;                  ///< "3 files were left out, the first because ..."; "" where none was
    };
    /// Errors: no picture; one without a class in its name; more than ten classes; more than 100,000 pictures.
    base::Result<Made> finish();

private:
    struct Name {
        std::string folder, prefix, file;
    };
    void leave_out(std::string_view path, std::string_view why);
    std::string class_of(const Name& name, bool by_folder) const;

    std::vector<Name> names_;
    std::vector<std::uint8_t> pixels_;
    std::string why_left_out_;
    long left_out_ = 0;
    bool too_many_ = false;
};

}  // namespace io
