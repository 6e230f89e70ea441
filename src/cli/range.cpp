// See range.h.
#include "cli/range.h"

#include <cstdio>

namespace cli {

base::Result<nn::Digits> in_range(const nn::Digits& all, const std::string& range) {
    if (range.empty()) return all;
    int begin = -1, end = -1;
    if (std::sscanf(range.c_str(), "%d:%d", &begin, &end) != 2 || begin < 0 || end <= begin || end > all.count())
        return base::Error{"--range: expected begin:end within 0:" + std::to_string(all.count()) + ", found " + range};
    return all.slice(begin, end);
}

}  // namespace cli
