#include "app/caches.h"

#include <algorithm>

#include "nn/network.h"

namespace app {

std::shared_ptr<probe::Cache> Caches::of(const nn::NetworkPtr& network, const DataSetPtr& set) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const std::shared_ptr<Entry>& entry) {
        return entry->network->id.value == network->id.value && entry->set->id == set->id;
    });
    if (found != entries_.end())
        entries_.splice(entries_.begin(), entries_, found);
    else
        entries_.push_front(std::make_shared<Entry>(Entry{network, set, {}}));
    while (entries_.size() > kMost) entries_.pop_back();
    return {entries_.front(), &entries_.front()->cache};
}

}  // namespace app
