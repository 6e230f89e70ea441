#include "explain/overfit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "nn/random.h"

namespace explain {

std::optional<int> turning_point(std::span<const double> losses) {
    std::optional<int> lowest;
    for (std::size_t i = 0; i < losses.size(); ++i)
        if (std::isfinite(losses[i]) && (!lowest || losses[i] < losses[static_cast<std::size_t>(*lowest)]))
            lowest = static_cast<int>(i);
    return lowest;
}

bool is_by_heart(double training, double held_out) { return training >= kByHeart && training - held_out >= kGap; }

std::vector<int> learnt_by_heart(std::span<const std::uint8_t> labels, std::span<const std::int32_t> whole,
                                 std::span<const std::int32_t> without) {
    std::vector<int> digits;
    for (std::size_t i = 0; i < std::min({labels.size(), whole.size(), without.size()}); ++i)
        if (whole[i] == labels[i] && without[i] != labels[i]) digits.push_back(static_cast<int>(i));
    return digits;
}

std::vector<std::uint8_t> noise_pixels(int count, const nn::Shape& shape) {
    nn::Random random(1);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * static_cast<std::size_t>(shape.size()));
    for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(256));
    return pixels;
}

PictureReading::PictureReading(nn::NetworkPtr network, const nn::Digits& digits, int first, int end, int step)
    : network_(std::move(network)),
      digits_(digits),
      first_(first),
      step_(step),
      count_(std::max(0, (std::min(end, digits.count()) - first + step - 1) / step)) {}

bool PictureReading::advance(int count) {
    if (done()) return false;
    if (!engine_) {
        engine_ = std::make_unique<nn::Engine>(*network_);
        activations_ = nn::make_activations(*network_);
        input_.resize(static_cast<std::size_t>(digits_.shape.size()));
    }
    const int layer = nn::score_layer(*network_);
    for (int i = 0; i < count && !done(); ++i) {
        const int picture = first_ + seen() * step_;
        nn::to_input(digits_.picture(picture), input_.data());
        engine_->forward(input_, activations_);
        const std::vector<float>& scores = activations_.output(layer).data;
        const auto largest = std::max_element(scores.begin(), scores.end());
        double sum = 0;
        for (const float score : scores) sum += std::exp(static_cast<double>(score - *largest));
        const auto label = static_cast<std::size_t>(digits_.labels[static_cast<std::size_t>(picture)]);
        const bool finite = std::isfinite(sum);
        predicted_.push_back(finite ? static_cast<std::int32_t>(largest - scores.begin()) : -1);
        sure_.push_back(finite ? static_cast<float>(1 / sum) : 0.0f);
        correct_ += predicted_.back() == static_cast<std::int32_t>(label);
        loss_ += label < scores.size() ? std::log(sum) + static_cast<double>(*largest - scores[label])
                                       : std::numeric_limits<double>::quiet_NaN();
    }
    if (done()) engine_.reset();
    return !done();
}

double PictureReading::accuracy() const { return static_cast<double>(correct_) / seen(); }
double PictureReading::loss() const { return loss_ / seen(); }

double PictureReading::confidence() const {
    double sum = 0;
    for (const float sure : sure_) sum += static_cast<double>(sure);
    return sum / seen();
}

}  // namespace explain
