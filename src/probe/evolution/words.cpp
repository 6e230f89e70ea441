#include "probe/evolution/words.h"

#include <algorithm>

#include "nn/class_names.h"
#include "probe/arithmetic.h"

namespace probe {
namespace {

struct Settled {
    std::string name;
    std::int64_t batches = 0;
};

/// The topmost layer is what one reads off the network.
std::string spoken(const std::string& name) { return name == "logits" ? "the answer" : name; }

/// "pool2", "fc1 and fc2", "pool1, pool2 and fc1".
std::string joined(const std::vector<Settled>& all, std::size_t begin, std::size_t end) {
    std::string names;
    for (std::size_t i = begin; i < end; ++i)
        names += (i == begin ? "" : i + 1 == end ? " and " : ", ") + spoken(all[i].name);
    return names;
}

/// "pool2 after 512 batches, fc1 and fc2 after 1,564, the answer after 3,128".
std::string list_words(const std::vector<Settled>& all) {
    std::string words;
    bool counted = false;
    for (std::size_t i = 0, end = 0; i < all.size(); i = end) {
        while (end < all.size() && all[end].batches == all[i].batches) ++end;
        words += (i == 0 ? "" : ", ") + joined(all, i, end) + " ";
        words += counted ? "after " + batch_words(all[i].batches) : after_words(all[i].batches);
        counted |= all[i].batches > 0;
    }
    return words;
}

}  // namespace

std::string batch_words(std::int64_t batches) {
    std::string digits = std::to_string(batches);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(index(i), ",");
    return digits;
}

std::string after_words(std::int64_t batches) {
    if (batches == 0) return "before the first batch";
    return "after " + batch_words(batches) + (batches == 1 ? " batch" : " batches");
}

std::string settling_words(const explain::Evolution& evolution) {
    std::vector<Settled> all;
    std::string undefined;
    for (int block = 0; block < static_cast<int>(evolution.blocks().size()); ++block) {
        const std::string& name = evolution.blocks()[index(block)].name;
        const auto since = evolution.settled(block);
        if (since)
            all.push_back({name, evolution.run()[index(*since)].batches});
        else
            undefined += (undefined.empty() ? "" : ", ") + spoken(name);
    }
    if (!undefined.empty())
        return "Who settles first cannot be said: at some checkpoint " + undefined + " gives the same for every digit.";
    if (all.empty()) return "There is no layer with weights.";
    const auto earlier = [](const Settled& a, const Settled& b) { return a.batches < b.batches; };
    const bool rises = std::is_sorted(all.begin(), all.end(), earlier);
    if (all.front().batches == all.back().batches && rises)
        return "All layers settle together: " + after_words(all.front().batches) + ".";
    if (!rises && all.size() > 2 && std::is_sorted(all.begin(), all.end() - 1, earlier)) {
        const Settled answer = all.back();
        all.pop_back();
        return "Lower layers settle first: " + list_words(all) + ", but " + spoken(answer.name) + " already " +
               after_words(answer.batches) + ".";
    }
    std::stable_sort(all.begin(), all.end(), earlier);
    return (rises ? "Lower layers settle first: " : "Lower layers do not always settle first: ") + list_words(all) +
           ".";
}

std::string answer_history_words(const nn::Network& network, const std::vector<int>& answers,
                                 const std::vector<std::int64_t>& batches) {
    if (answers.empty()) return {};
    std::size_t since = answers.size() - 1;
    while (since > 0 && answers[since - 1] == answers.back()) --since;
    const std::string read = "Your digit is read as " + nn::class_name(network, answers.back());
    if (since == 0) return read + " at every checkpoint.";
    return read + " since batch " + batch_words(batches[since]) + "; at batch " + batch_words(batches[since - 1]) +
           " it was a " + nn::class_name(network, answers[since - 1]) + ".";
}

}  // namespace probe
