#include "probe/invariance/moved.h"

#include <cmath>

#include "nn/class_names.h"
#include "probe/arithmetic.h"
#include "probe/finding.h"
#include "probe/subject_queries.h"

namespace probe {

std::string moved_words(const nn::Network& network, const Values& values, std::span<const Curves> shown,
                        std::span<const explain::Change> changes) {
    int right = 0;
    double sure = 0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        right += largest(changes[i].answer) == shown[i].truth;
        sure += static_cast<double>(changes[i].answer[index(shown[i].truth)]) / static_cast<double>(shown.size());
    }
    const double shift = values["shift"], scale = values["scale"], turn = values["rotation"];
    std::string how;
    const auto add = [&how](const std::string& words) { how += (how.empty() ? "" : ", ") + words; };
    if (shift != 0)
        add("moved " + figure::number(std::fabs(shift)) + (std::fabs(shift) == 1 ? " pixel " : " pixels ") +
            (shift > 0 ? "down" : "up"));
    if (scale != 1) add("scaled by " + figure::number(scale));
    if (turn != 0) add("turned by " + figure::number(turn) + " degrees");
    if (how.empty()) how = "as they were drawn";
    how[0] = static_cast<char>(how[0] - 'a' + 'A');
    const bool soft = nn::ends_in_softmax(network);
    const std::string mean = soft ? share_words(sure) : figure::number(sure);
    if (shown.size() == 1)
        return how + ", your digit is read as " + nn::class_name(network, largest(changes[0].answer)) + "; " +
               (soft ? "the network is " + mean + " sure of " : "its output is " + mean + " for ") +
               nn::class_name(network, shown[0].truth) + ".";
    return how + ", " + std::to_string(right) + " of " + plural(static_cast<int>(shown.size()), "digit") +
           (right == 1 ? " is" : " are") + " read right; " +
           (soft ? "of the true class the network is " + mean + " sure on average."
                 : "the true class's output is " + mean + " on average.");
}

}  // namespace probe
