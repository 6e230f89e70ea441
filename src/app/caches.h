// What networks and data sets cost to know, kept between probes for the pairs that were asked about last.
#pragma once

#include <list>
#include <memory>

#include "app/data_set.h"
#include "nn/identity.h"
#include "probe/cache.h"

namespace app {

/// Least recently used first out.  An entry holds its network and its digits, so nothing that it points into goes
/// before it does.
class Caches {
public:
    static constexpr std::size_t kMost = 4;  ///< two lanes, before and after a change

    /// The cache of this pair, new where there was none.  Whoever holds it holds the set that it looks through as well.
    std::shared_ptr<probe::Cache> of(const nn::NetworkPtr& network, const DataSetPtr& set);
    std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        nn::NetworkPtr network;
        DataSetPtr set;
        probe::Cache cache;
    };
    std::list<std::shared_ptr<Entry>> entries_;  ///< the one used last in front
};

}  // namespace app
