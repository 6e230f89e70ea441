// What several probes need of one model and the data set, computed once.
#pragma once

#include <memory>
#include <vector>

namespace explain {
class Ascender;
class Evolution;
class Familiarity;
class Mover;
class TopScan;
}  // namespace explain

namespace nn {
class Classifier;
}

namespace probe {

/// Add members as shared_ptr to types of explain; null until somebody computed them.
struct Cache {
    std::shared_ptr<const std::vector<float>>
        mean_picture;  ///< of the data set, 0..1: `mean_picture` in subject_queries.h makes it
    std::shared_ptr<explain::TopScan>
        top_scan;  ///< of top-nine and ladder: either of them continues it while it has time
    std::shared_ptr<explain::Ascender> ascender;        ///< of maximise and ladder
    std::shared_ptr<explain::Familiarity> familiarity;  ///< of the answer, by app: what the network learnt
    std::shared_ptr<explain::Evolution> evolution;      ///< of evolution: what the run's checkpoints make of the digits
    std::shared_ptr<explain::Mover> mover;              ///< of invariance
    std::shared_ptr<nn::Classifier> scorer;             ///< of lesions: the intact network's
};

}  // namespace probe
