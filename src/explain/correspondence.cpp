#include "explain/correspondence.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace explain {
namespace {

struct Box {
    int top, left, bottom, right;  // bottom and right: behind the last
};

Box ink_box(std::span<const float> input, int height, int width) {
    Box box{height, width, 0, 0};
    for (int i = 0; i < height * width; ++i) {
        if (input[static_cast<std::size_t>(i)] <= 0.0f) continue;
        box = {std::min(box.top, i / width), std::min(box.left, i % width), std::max(box.bottom, i / width + 1),
               std::max(box.right, i % width + 1)};
    }
    return box;
}

/// A disc about one of the centres, by chance, just large enough to cover as much ink; no centres give an empty mask.
Mask disc_about_one(const std::vector<int>& centres, std::span<const float> input, int height, int width, float ink,
                    nn::Random& random) {
    const auto size = static_cast<std::size_t>(height * width);
    Mask mask(size, 0);
    if (centres.empty()) return mask;
    const int centre = centres[static_cast<std::size_t>(random.below(static_cast<int>(centres.size())))],
              row = centre / width, column = centre % width;
    const auto distance = [&](int i) {
        return (i / width - row) * (i / width - row) + (i % width - column) * (i % width - column);
    };
    std::vector<int> order(size);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return distance(a) < distance(b); });
    float covered = 0;
    for (std::size_t k = 0; k < size && covered < ink; ++k) {
        covered += input[static_cast<std::size_t>(order[k])];
        mask[static_cast<std::size_t>(order[k])] = 1;
    }
    return mask;
}

int sign_of(double change) { return (change > 0) - (change < 0); }

/// What the softmax at `layer` reads.
std::span<const float> logits_of(const nn::Activations& activations, std::size_t layer) {
    return layer > 0 ? activations.outputs[layer - 1].data : activations.input.data;
}

/// log(sum(exp(logits - the largest))), exact where that largest outweighs all others.
double log_rest(std::span<const float> logits, float top) {
    double others = 0;
    bool is_met = false;  // the largest itself, once
    for (const float z : logits) {
        if (z < top || is_met) others += std::exp(static_cast<double>(z) - static_cast<double>(top));
        is_met = is_met || z == top;
    }
    return std::log1p(others);
}

/// Signs of the changes of log(p), which is logit - largest logit - log_rest: a change of the rest alone is far below
/// what p or log(p) resolves.
std::int8_t* keep_softmax_signs(std::span<const float> before, std::span<const float> after, std::int8_t* to) {
    const float top_before = *std::max_element(before.begin(), before.end()),
                top_after = *std::max_element(after.begin(), after.end());
    const double rest = log_rest(before, top_before) - log_rest(after, top_after),
                 top = static_cast<double>(top_before) - static_cast<double>(top_after);
    for (std::size_t i = 0; i < before.size(); ++i) {
        const double logit = static_cast<double>(before[i]) - static_cast<double>(after[i]);
        *to++ = static_cast<std::int8_t>(sign_of((logit - top) - rest));
    }
    return to;
}

}  // namespace

Mask part_mask(std::span<const float> input, int height, int width, Part part) {
    Mask mask(static_cast<std::size_t>(height * width), 0);
    Box box = ink_box(input, height, width);
    if (box.bottom <= box.top) return mask;
    const int rows = (box.bottom - box.top + 2) / 3, columns = (box.right - box.left + 2) / 3;
    switch (part) {
        case Part::upper:
            box.bottom = box.top + rows;
            break;
        case Part::lower:
            box.top = box.bottom - rows;
            break;
        case Part::left:
            box.right = box.left + columns;
            break;
        case Part::right:
            box.left = box.right - columns;
            break;
        case Part::middle:
            box.top += (box.bottom - box.top - rows) / 2;
            box.bottom = box.top + rows;
            break;
    }
    for (int row = box.top; row < box.bottom; ++row)
        for (int column = box.left; column < box.right; ++column)
            mask[static_cast<std::size_t>(row * width + column)] = 1;
    return mask;
}

Mask random_mask(std::span<const float> input, int height, int width, float ink, nn::Random& random) {
    std::vector<int> inked;
    for (int i = 0; i < height * width; ++i)
        if (input[static_cast<std::size_t>(i)] > 0.0f) inked.push_back(i);
    return disc_about_one(inked, input, height, width, ink, random);
}

Mask shared_mask(std::span<const std::vector<float>> pictures, int height, int width, float ink_of_all,
                 nn::Random& random) {
    const auto size = static_cast<std::size_t>(height * width);
    std::vector<float> sum(size, 0.0f);
    std::vector<int> often, any;
    for (std::size_t i = 0; i < size; ++i) {
        std::size_t inked = 0;
        for (const std::vector<float>& picture : pictures) {
            sum[i] += picture[i];
            inked += picture[i] > 0.0f;
        }
        if (inked > 0) any.push_back(static_cast<int>(i));
        if (2 * inked > pictures.size()) often.push_back(static_cast<int>(i));
    }
    return disc_about_one(often.empty() ? any : often, sum, height, width, ink_of_all, random);
}

Mask loop_mask(std::span<const std::pair<float, float>> points, int height, int width) {
    Mask mask(static_cast<std::size_t>(height * width), 0);
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            const float x = static_cast<float>(column) + 0.5f, y = static_cast<float>(row) + 0.5f;
            bool inside = false;
            for (std::size_t i = 0, before = points.size() - 1; i < points.size(); before = i++) {
                const auto& [x0, y0] = points[before];
                const auto& [x1, y1] = points[i];
                if ((y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)) inside = !inside;
            }
            mask[static_cast<std::size_t>(row * width + column)] = inside ? 1 : 0;
        }
    }
    return mask;
}

float ink_under(std::span<const float> input, const Mask& mask) {
    float sum = 0;
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i] != 0) sum += input[i];
    return sum;
}

Correspondence::Correspondence(const nn::Network& network)
    : shapes_(network.shapes),
      engine_(network),
      covered_(nn::make_activations(network)),
      input_(static_cast<std::size_t>(network.architecture.input.size())) {
    assert(network.architecture.input.channels == 1);
    for (int i = 0; i < network.layer_count(); ++i)
        is_softmax_.push_back(network.layer(i).kind == nn::LayerKind::softmax);
}

void Correspondence::begin(std::span<const std::vector<float>> pictures) {
    assert(pictures.size() >= 2);
    whole_.resize(pictures.size(), covered_);
    std::size_t size = 0;
    for (const nn::Shape& shape : shapes_) size += static_cast<std::size_t>(shape.size());
    signs_.assign(pictures.size(), std::vector<std::int8_t>(size));
    for (std::size_t i = 0; i < pictures.size(); ++i) engine_.forward(pictures[i], whole_[i]);
}

int Correspondence::pairs() const { return static_cast<int>(whole_.size() * (whole_.size() - 1) / 2); }

void Correspondence::keep_signs(std::size_t picture, const nn::Activations& covered) {
    std::int8_t* to = signs_[picture].data();
    for (std::size_t layer = 0; layer < shapes_.size(); ++layer) {
        if (is_softmax_[layer]) {
            to = keep_softmax_signs(logits_of(whole_[picture], layer), logits_of(covered, layer), to);
            continue;
        }
        const std::vector<float>&before = whole_[picture].outputs[layer].data, &after = covered.outputs[layer].data;
        for (std::size_t i = 0; i < before.size(); ++i)
            *to++ = static_cast<std::int8_t>((before[i] > after[i]) - (before[i] < after[i]));
    }
}

void Correspondence::measure(std::span<const Mask> masks, std::vector<float>& values) {
    assert(masks.size() == whole_.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const std::vector<float>& from = whole_[i].input.data;
        for (std::size_t k = 0; k < from.size(); ++k) input_[k] = masks[i][k] != 0 ? 0.0f : from[k];
        engine_.forward(input_, covered_);
        keep_signs(i, covered_);
    }
    values.clear();
    std::size_t first = 0;
    for (const nn::Shape& shape : shapes_) {
        const auto size = static_cast<std::size_t>(shape.size());
        for (std::size_t i = 0; i < masks.size(); ++i) {
            for (std::size_t j = i + 1; j < masks.size(); ++j) {
                int different = 0;
                for (std::size_t k = first; k < first + size; ++k) different += signs_[i][k] != signs_[j][k];
                values.push_back(static_cast<float>(different) / static_cast<float>(size));
            }
        }
        first += size;
    }
}

}  // namespace explain
