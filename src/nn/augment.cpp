// Augmentation of raster digits.
#include "nn/augment.h"

namespace nn {

struct Augmenter::Impl {
    Digits digits;
    AugmentOptions options;
};

Augmenter::Augmenter(const Digits& digits, const AugmentOptions& options, int) : impl_(std::make_unique<Impl>(Impl{digits, options})) {}
Augmenter::~Augmenter() = default;
Augmenter::Augmenter(Augmenter&&) noexcept = default;
Augmenter& Augmenter::operator=(Augmenter&&) noexcept = default;

int Augmenter::draw(int index, Random&, float* out) const {
    to_input(impl_->digits.picture(index), out);
    return impl_->digits.labels[static_cast<std::size_t>(index)];
}

}  // namespace nn
