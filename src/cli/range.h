// --range BEGIN:END: some of a data set's pictures.
#pragma once

#include <string>

#include "base/result.h"
#include "nn/digits.h"

namespace cli {

/// Pictures from begin to before end; all where `range` is empty.  Errors: no such range of these.
base::Result<nn::Digits> in_range(const nn::Digits& all, const std::string& range);

}  // namespace cli
