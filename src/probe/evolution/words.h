// What the checkpoints say, in a sentence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "explain/evolution.h"

namespace probe {

/// "before the first batch", "after 1 batch", "after 7,820 batches".
std::string after_words(std::int64_t batches);
/// "0", "7,820".
std::string batch_words(std::int64_t batches);

/// Who settles first, and when: "Lower layers settle first: ..." only where no layer settles before one below it.
/// Of an evolution that is done.
std::string settling_words(const explain::Evolution& evolution);

/// Since when a digit is read as it is at the end: `answers` by checkpoint, of those at `batches`.
std::string answer_history_words(const nn::Network& network, const std::vector<int>& answers,
                                 const std::vector<std::int64_t>& batches);

}  // namespace probe
