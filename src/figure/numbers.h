// A figure's numbers as files: everything that its pictures, plots and facts show.
#pragma once

#include <string>

#include "figure/figure.h"

namespace figure {

/// One row a number: group,name,series,row,column,x,value,low,high (empty where it does not apply); RFC 4180, "." as
/// decimal point, nine significant digits.  Facts: name = label.  Bars: x is the label below them, where there is one.
/// The first line is a header. Numbers that are not finite are empty.
std::string to_csv(const Figure& figure);

/// {"title", "source", "groups": [{"title", "facts": {label: number or text}, "pictures": [{"name", "caption", "width",
/// "height", "values"}], "plots": [{"name", "x_label", "y_label", "bar_labels" where there are some, "series":
/// [{"name", "x", "y", "low", "high"}]}]}]}.  Numbers that are not finite are null; a fact's label that comes again in
/// its group gets a number behind it.
std::string to_json(const Figure& figure);

}  // namespace figure
