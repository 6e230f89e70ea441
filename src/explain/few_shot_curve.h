// How many examples does it take?  A softmax on k examples a class, tried on those left out, for k from 1 on (Zeiler &
// Fergus 2013, section 5.2: accuracy against training images per class).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "explain/few_shot.h"

namespace explain {

/// A number of examples a class, and how well the rest is read: over draws of which examples these are.
struct FewShotPoint {
    int shots = 0;
    int draws = 0;
    int left_out = 0;             ///< examples read in each draw
    double mean = 0, spread = 0;  ///< share read right; its standard deviation over the draws (0 of one)
};

/// Of the shares of its draws, one at least.
FewShotPoint few_shot_point(int shots, int left_out, const std::vector<double>& shares);

/// `shots` examples of each class by chance, the same ones whenever it is asked the same.
std::vector<std::size_t> drawn_examples(const std::vector<std::uint8_t>& labels, int classes, int shots, int draw,
                                        unsigned seed = 1);

class FewShotCurve {
public:
    static constexpr int kDraws = 10;  ///< for each number
    static constexpr int kMostShots = 10;

    /// `features`: (examples, their features), finite; a label below `classes` each.  From `least` examples a class up
    /// to one less than the smallest class has, at most kMostShots: none where a class has one, or where there is one
    /// class.  The same labels and seed draw the same examples, whatever the features are.
    FewShotCurve(std::vector<float> features, std::vector<std::uint8_t> labels, int classes, int least = 1,
                 const SoftmaxOptions& options = kFewExamples, unsigned seed = 1);

    /// The next draw; false when all are done.
    bool advance();
    float progress() const;

    /// Those that are done, by rising number.
    const std::vector<FewShotPoint>& points() const { return points_; }
    /// The largest number of examples a class that leaves one of each out; 0: none does.
    static int most_shots(const std::vector<std::uint8_t>& labels, int classes);

private:
    std::vector<float> features_;
    std::vector<std::uint8_t> labels_;
    int classes_, shots_, last_, first_;
    SoftmaxOptions options_;
    unsigned seed_;
    std::vector<double> shares_;  ///< of the number under way
    std::vector<FewShotPoint> points_;
};

}  // namespace explain
