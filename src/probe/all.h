// The probes, each defined in a file of its own: <name>_probe.cpp, with its parts in a folder of its name where it has
// some.
#pragma once

#include <memory>

#include "probe/probe.h"

namespace probe {

extern const Entry kDeconvnet;
extern const Entry kUnit;
extern const Entry kMethods;
extern const Entry kTopNine;
extern const Entry kMaximise;
extern const Entry kLadder;
extern const Entry kPooling;
extern const Entry kInvariance;
extern const Entry kOcclusion;
extern const Entry kLesions;
extern const Entry kCorrespondence;
extern const Entry kSanity;
extern const Entry kSelfCheck;
extern const Entry kEvolution;
extern const Entry kOverfitting;
extern const Entry kLenet5Of1998;
extern const Entry kCoAdaptation;
extern const Entry kLinearProbe;
extern const Entry kFewShot;
extern const Entry kCompare;
extern const Entry kModelTable;

/// For Entry::make.
template <class P>
std::unique_ptr<Probe> made() {
    return std::make_unique<P>();
}

}  // namespace probe
