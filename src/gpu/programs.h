// Shaders: one program for each kind of thing that a frame shows, so that none does more than its things need.
#pragma once

#include "gpu/items.h"

namespace gpu {

class Programs {
public:
    static constexpr unsigned kPosition = 0, kPlace = 1, kColour = 2;  ///< where a vertex's parts are

    /// `version` is every shader's first line.  False if this graphics driver will not have them.
    bool make(const char* version);
    void forget() { *this = {}; }

    /// Uses the program of `kind`, on a screen of width x height points.
    void use(Kind kind, float width, float height);

private:
    struct Program {
        unsigned name = 0;
        int scale = -1;
        float width = 0, height = 0;  ///< the scale was last set for these
    };
    static constexpr int kKinds = 3;
    Program programs_[kKinds];
};

}  // namespace gpu
