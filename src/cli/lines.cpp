// Lines of bounded length.
#include "cli/lines.h"

namespace cli {

bool Lines::next() {
    text_.clear();
    too_long_ = false;
    std::streambuf* bytes = stream_.rdbuf();
    constexpr int kEnd = std::char_traits<char>::eof();
    bool any = false;
    for (int byte = bytes->sbumpc(); byte != kEnd; byte = bytes->sbumpc()) {
        any = true;
        if (byte == '\n') break;
        if (text_.size() < kLongest)
            text_.push_back(static_cast<char>(byte));
        else
            too_long_ = true;
    }
    if (any) ++number_;
    return any;
}

}  // namespace cli
