// From pen or picture to the network's 28 x 28 input: what MNIST did to its digits, as one function.
//
// The ink is fitted into 20 x 20 (its longer side), its centre of mass is put at the middle of the 28 x 28 page, and
// strokes are redrawn with a pen of a constant share of the digit's size, as thick as MNIST's.  The page, the tests and
// the command line all come through here.
#pragma once

#include <optional>
#include <span>

#include "image/picture.h"
#include "image/strokes.h"

namespace image {

inline constexpr int kDigitSide = 28;

struct FitOptions {
    bool fit = true;       ///< off: the page is only scaled to 28 x 28
    float box = 20.0f;     ///< the longer side of the ink after fitting, in pixels, antialiased rim included
    float centre = 14.0f;  ///< pixel index where the centre of mass goes, rows and columns
    float pen = 0.12f;     ///< width of the redrawn pen, a share of the digit's longer side: MNIST's strokes are 2.4
                           ///< pixels wide (median)
    float off_x = 0.0f, off_y = 0.0f;  ///< strokes: pixels by which the centre of mass is put beside it, for training
};

/// What the person made: strokes on a square page of side `side`, over an optional picture that fills the page.
struct Drawing {
    Strokes strokes;
    float side = 1.0f;              ///< side of the page in the strokes' units
    float pen = 0.06f;              ///< width of the visible pen in the strokes' units
    Gray picture;                   ///< empty, or a square grey picture, ink 1
    bool picture_is_input = false;  ///< the picture is already a 28 x 28 network input (a data set's digit): no fitting

    bool empty() const { return strokes.empty() && picture.empty(); }
};

/// Whether any pixel is more than paper, counted in steps of 1 / 255 as links and PNGs hold them.  What has no ink is
/// an empty page and gets no answer, wherever it came from; only a data set's accuracy counts an answer for each
/// picture.
bool has_ink(std::span<const float> pixels);

/// 28 x 28 pixels 0..1 in steps of 1 / 255, ink bright; nothing where there is no ink at all.
std::optional<Gray> network_input(const Drawing& drawing, const FitOptions& options);

/// The page as drawn, unfitted, scaled to 28 x 28: what the network would see without the fit.
Gray page_as_drawn(const Drawing& drawing);

/// Strokes and picture together, side x side pixels.
Gray page_at(const Drawing& drawing, int side);

/// Strokes in any units (a file's): the page is their own bounding square.
std::optional<Gray> network_input(const Strokes& strokes, const FitOptions& options);

/// A grey picture of any size, dark on light or light on dark (found out from its border), cleaned, fitted and centred.
/// A 28 x 28 picture with a dark border whose ink already lies as MNIST's does is taken as it is.
std::optional<Gray> network_input(const Gray& picture, const FitOptions& options);

/// Ink 1 on paper 0, whichever way round the picture was; contrast stretched, paper noise set to 0.
Gray normalise_ink(const Gray& picture);

}  // namespace image
