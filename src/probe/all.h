// The probes, each defined in a file of its own: <name>_probe.cpp.
#pragma once

#include <memory>

#include "probe/probe.h"

namespace probe {

extern const Entry kDeconvnet;       ///< deconvnet_probe.cpp
extern const Entry kMethods;         ///< methods_probe.cpp
extern const Entry kTopNine;         ///< top_nine_probe.cpp
extern const Entry kMaximise;        ///< maximise_probe.cpp
extern const Entry kLadder;          ///< ladder_probe.cpp
extern const Entry kPooling;         ///< pooling_probe.cpp
extern const Entry kInvariance;      ///< invariance_probe.cpp
extern const Entry kOcclusion;       ///< occlusion_probe.cpp
extern const Entry kLesions;         ///< lesions_probe.cpp
extern const Entry kCorrespondence;  ///< correspondence_probe.cpp
extern const Entry kSanity;          ///< sanity_probe.cpp
extern const Entry kSelfCheck;       ///< self_check_probe.cpp

/// For Entry::make.
template <class P>
std::unique_ptr<Probe> made() {
    return std::make_unique<P>();
}

}  // namespace probe
