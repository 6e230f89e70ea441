// The last word on a network: how many pictures it reads right that nothing was ever chosen by.  Whoever asks often
// begins to choose by them after all, so it is counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/sets.h"
#include "nn/classifier.h"
#include "nn/identity.h"

namespace app {

struct LastWord {
    nn::NetworkPtr network;  ///< that was asked about last; null: none
    SetName set = SetName::last_word;
    nn::Answers answers;
    bool more = false;  ///< it is being read
};

/// By identity: which share of t10k the networks read that were asked since the program began.
using LastWords = std::map<std::uint64_t, double>;

/// t10k; for a network that names its classes as clothes, Fashion-MNIST's.
SetName last_word_set(const nn::Network& network);
/// Measures the accuracy of the network with the focus, in slices of the frames to come, and counts it
/// (Options::last_words); fetches the pictures first where they are not here.
void use_last_word(State& state);
/// A slice; true while there is more to read.
bool advance_last_word(State& state, double seconds);
/// Whether it was asked of the network with the focus.
bool has_last_word(const State& state);
/// "read 4,200 of 10,000; asked 2 times", "98.71 % of t10k's 10,000 are read right (129 are not); asked once", "never
/// asked".
std::string last_word_words(const State& state);

}  // namespace app
