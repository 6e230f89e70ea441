#include "probe/deconvnet/mistakes.h"

#include <cmath>

#include <string>
#include <utility>

#include "explain/similarity.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"

namespace probe {
namespace {

/// What each of them is, in the order of kMistakeChoices.
constexpr std::array<const char*, explain::kMistakes> kWhat = {
    "Nothing is wrong.",
    "The kernels are laid down as they are stored, not turned by 180 degrees: each stroke is built of mirrored "
    "pieces.",
    "Every value goes to its window's upper left corner instead of the place of its maximum: strokes lose their exact "
    "place.",
    "Each map's bias is added before its kernels: a picture appears that has nothing to do with the digit.",
    "Where the way up was silent, the way down is silenced, too: that is guided backpropagation (Springenberg et al. "
    "2015), a method of its own, and cleaner, "
    "but another rule.",
    "Negative signals pass: what would have weakened a feature is mixed with what made it.",
};

}  // namespace

const nn::Tensor& Mistakes::pixels(int mistake) const { return made_[index(mistake)].pixels; }

void Mistakes::make(const nn::Network& network, const nn::Activations& activations, const explain::Start& start) {
    for (int mistake = 0; mistake < explain::kMistakes; ++mistake)
        explain::project_with(network, activations, start, static_cast<explain::Mistake>(mistake),
                              made_[index(mistake)]);
}

std::string Mistakes::finding(int mistake) const {
    const double r = explain::correlation(pixels(0).data, pixels(mistake).data);
    const std::string name = kMistakeChoices[mistake].label;
    if (pixels(0).data == pixels(mistake).data) return "The bug \"" + name + "\" changes nothing in this picture.";
    if (!std::isfinite(r)) return "The bug \"" + name + "\" leaves one of the two pictures blank.";
    return "The bug \"" + name + "\": its picture correlates " + figure::number(r) +
           " with the right one (1 is the same picture).";
}

figure::Group Mistakes::large(int mistake) const {
    const nn::Tensor &right = pixels(0), &wrong = pixels(mistake);
    figure::Group group =
        note_group(std::string("The mistake: ") + kMistakeChoices[mistake].label, kWhat[index(mistake)]);
    group.side = 150;
    nn::Tensor change = wrong;
    for (std::size_t i = 0; i < change.data.size(); ++i) change.data[i] -= right.data[i];
    group.pictures.push_back(signal_picture("right pixels", "right", right, 0));
    group.pictures.push_back(signal_picture("wrong pixels", kMistakeChoices[mistake].label, wrong, 0));
    group.pictures.push_back(signal_picture("difference", "difference", change, 0));
    group.facts.push_back(fact("correlation with the right picture", explain::correlation(right.data, wrong.data)));
    group.facts.push_back(fact("cosine", explain::cosine(right.data, wrong.data)));
    group.facts.push_back(fact("difference, as a share of the right picture", relative_change(right.data, wrong.data)));
    return group;
}

figure::Group Mistakes::all(int chosen) const {
    figure::Group group =
        note_group("All mistakes at once",
                   "The same selection with each of the well-known mistakes, and its correlation r "
                   "with the right picture (1: the same up to brightness; \xE2\x80\x93: one is blank). Click "
                   "one to see it large.");
    for (int mistake = 0; mistake < explain::kMistakes; ++mistake) {
        const double r = explain::correlation(pixels(0).data, pixels(mistake).data);
        const std::string name = mistake == 0 ? "right" : kMistakeChoices[mistake].label;
        figure::Picture picture =
            map_picture("all: " + name, name + "\nr = " + (mistake == 0 && r > 0.5 ? "1" : figure::number(r)),
                        pixels(mistake), 0, image::Map::diverging);
        picture.chosen = mistake == chosen && chosen > 0;
        picture.click = set_click("mistake", mistake);
        if (mistake > 0) group.facts.push_back(fact("r, " + name, r));
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

}  // namespace probe
