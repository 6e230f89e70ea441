// How the scores of many examples are spread, in 61 numbers: enough to say what share of them is below another score.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace explain {

class Quantiles {
public:
    static constexpr int kSteps = 60;

    /// Nothing is known.
    Quantiles() = default;
    /// Quantiles at the shares (i / 60)^2, so that they are close together where it matters, near 0; 0.01 is one of
    /// them.  Between two scores they are interpolated.  What is not finite does not count.
    explicit Quantiles(std::vector<float> scores);

    bool known() const { return !values_.empty(); }
    /// Share of the scores that are below this one, 0..1, rising with it, interpolated between the quantiles.  Nothing
    /// where nothing is known, or the score is NaN.
    std::optional<float> share_below(float score) const;
    /// Rising, kSteps + 1 of them; none where nothing is known.
    const std::vector<float>& values() const { return values_; }

    /// Six significant digits each, blanks between them; as `parse` reads them.
    std::string text() const;
    /// Nothing known where the text is not 61 finite numbers that do not fall.
    static Quantiles parse(std::string_view text);

private:
    std::vector<float> values_;
};

}  // namespace explain
