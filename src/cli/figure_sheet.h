// One layer's contact sheet: a row a digit, a column a map; and what its colours stand for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/pictures.h"
#include "explain/deconvnet.h"
#include "image/picture.h"
#include "nn/network.h"

namespace cli {

struct FigureOptions {
    bool strongest = false;    ///< only each map's strongest activation
    bool activations = false;  ///< each map's activation before its reconstruction
    Look look;
};

/// What the sheets leave out, for captions: grows with each sheet.
struct FigureLegend {
    std::string scales = "sheet,row,column,id,label,content,map,minimum,maximum,scale\n";  ///< CSV, a line a cell
    Json layout = Json::array();                                                           ///< an object a sheet
};

/// Draws `digits`, all with ink, as rows.  Errors: a sheet over 200 million pixels.
base::Result<image::Rgba> draw_sheet(const nn::Network& network, int layer, const std::vector<Digit>& digits,
                                     const FigureOptions& options, FigureLegend& legend);

}  // namespace cli
