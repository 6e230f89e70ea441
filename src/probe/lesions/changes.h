// What a lesion changes in the layers: the wounded network's activations minus the intact one's.
#pragma once

#include <vector>

#include "explain/lesion.h"
#include "figure/figure.h"
#include "probe/lesions/list.h"

namespace probe {

/// Activations of the wounded network, by the layers of the intact one.
struct Wounded {
    const explain::Lesioned* lesioned = nullptr;
    const nn::Activations* activations = nullptr;

    const nn::Tensor& output(int layer) const;
};

/// Every map of the selected layer; of a layer of single units a bar each.
figure::Group change_of_selected(const LesionPlan& plan, const Wounded& wounded);
/// The other layers that the lesions or the noise can reach: a row of small maps each, and one card for all that have
/// single units.  Empty where nothing is wounded.
std::vector<figure::Group> changes_downstream(const LesionPlan& plan, const Wounded& wounded);

}  // namespace probe
