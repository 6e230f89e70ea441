// What several probes need of one model and the data set, computed once.
#pragma once

#include <memory>

namespace probe {

/// Add members as shared_ptr to types of explain; null until somebody computed them.
struct Cache {
};

}  // namespace probe
