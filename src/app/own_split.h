// A person's own set in two parts: what is learnt from and what is held out.
#pragma once

#include "app/data_set.h"

namespace app {

struct Split {
    DataSetPtr learn, held_out;
};
/// `share` (0..1) of each class is held out, at least one picture and all but one at most; which ones is the same every
/// time.  Errors: fewer than two classes, a class with a single picture.
base::Result<Split> split_of(const DataSet& set, double share);

/// Pictures that would be held out.
int held_out_count(const DataSet& set, double share);
/// One more than the highest label.
int class_count(const DataSet& set);

}  // namespace app
