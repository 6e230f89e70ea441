// A number's bits as another type of the same size: std::bit_cast, which the page's library lacks.
#pragma once

#include <cstring>

namespace nn {

template <class To, class From>
inline To bits_as(const From& from) {
    static_assert(sizeof(To) == sizeof(From));
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
}

}  // namespace nn
