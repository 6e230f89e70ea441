#include "hand/pen_digits.h"

#include <cmath>

#include "hand/bend.h"
#include "hand/pen_templates.h"
#include "image/digit.h"

namespace hand {
namespace {

constexpr float kHand = 1.2f;  // as different as people's hands are

/// Whether it is a form of the few: a 1 with a flag so long that networks that learnt from MNIST take it for a 7, a 6
/// with a bar.
bool is_rare(int form) { return (form >= 9 && form <= 11) || (form >= 15 && form <= 21) || form == 51; }

/// One of the usual forms of a class, all of them equally often.
int form_of(int label, nn::Random& random) {
    std::vector<int> forms;
    for (int i = 0; i < pen_template_count(); ++i)
        if (pen_template_label(i) == label && !is_rare(i)) forms.push_back(i);
    return forms[static_cast<std::size_t>(random.below(static_cast<int>(forms.size())))];
}

}  // namespace

bool DrawnDigits::draw(int count, int most) {
    for (; most > 0 && static_cast<int>(labels_.size()) < count; --most) {
        const int label = static_cast<int>(labels_.size() % 10);
        image::FitOptions fit;
        fit.pen = random_.uniform(0.08f, 0.16f);
        image::Strokes strokes = pen_template(form_of(label, random_), fit.box, random_);
        bend(strokes, kHand, random_);
        const auto picture = image::network_input(strokes, fit);
        if (!picture) continue;  // no template is empty
        for (const float value : picture->pixels)
            pixels_.push_back(static_cast<std::uint8_t>(std::lround(value * 255.0f)));
        labels_.push_back(static_cast<std::uint8_t>(label));
    }
    return static_cast<int>(labels_.size()) < count;
}

nn::Digits DrawnDigits::digits() const {
    nn::Digits digits;
    digits.pixels = pixels_;
    digits.labels = labels_;
    return digits;
}

}  // namespace hand
