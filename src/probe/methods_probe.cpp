// Methods side by side: seven pictures of the same number of the network, and the rule in which they differ.
#include <algorithm>
#include <cmath>
#include <memory>

#include "explain/gradient.h"
#include "explain/saliency.h"
#include "explain/similarity.h"
#include "nn/class_names.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/method_pairs.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;
using explain::GradientMean;

enum Of { selection, one_class };
constexpr Choice kOf[] = {{selection, "selection"}, {one_class, "class"}};

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Explain",
     .tip = "What the pictures are about: the selected unit or map, or a class.",
     .kind = Kind::choice,
     .initial = one_class,
     .choices = kOf},
    {.key = "class",
     .label = "Class",
     .tip = "The class that is asked about.",
     .kind = Kind::whole,
     .low = -1,
     .high = 9,
     .initial = -1,
     .lowest = "its answer",
     .only_key = "of",
     .only_value = one_class,
     .calls = Setting::Calls::classes},
    {.key = "steps",
     .label = "Steps (integrated)",
     .tip = "Points on the way from an empty page to the digit, for integrated gradients.",
     .kind = Kind::whole,
     .low = 16,
     .high = 256,
     .initial = 64,
     .advanced = true},
    {.key = "samples",
     .label = "Noisy copies",
     .tip = "Noisy copies of the digit, for SmoothGrad.",
     .kind = Kind::whole,
     .low = 8,
     .high = 256,
     .initial = 32,
     .advanced = true},
    {.key = "noise",
     .label = "Noise (SmoothGrad)",
     .tip = "Standard deviation of SmoothGrad's Gaussian noise; ink is 1.",
     .low = 0.05,
     .high = 0.5,
     .initial = 0.15,
     .advanced = true},
    {.key = "seed",
     .label = "Other noise",
     .tip = "SmoothGrad with other noise; the same number gives the same picture.",
     .kind = Kind::button,
     .high = 999,
     .initial = 1,
     .advanced = true},
};

constexpr int kSlice = 16;  // gradients: about a millisecond natively

class MethodsProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    bool ready() const { return !subject_.input.empty() && start_.layer >= 0; }
    void choose_target();
    void compute_at_once();
    std::vector<Method> methods() const;
    void show_methods(figure::Figure& figure, const std::vector<Method>& methods) const;
    void show_cam(figure::Group& group) const;
    void show_rules(figure::Figure& figure) const;

    Subject subject_;
    std::uint64_t network_ = 0;
    std::unique_ptr<explain::Differ> differ_;
    explain::Start start_;
    std::string name_;  ///< of what is explained
    explain::Target target_;
    double value_ = 0, rise_ = 0;  ///< at the input; above that of a black page
    std::vector<float> gradient_, guided_, deconvnet_;
    int cam_layer_ = -1;
    nn::Tensor cam_;
    GradientMean integrated_, smooth_;
    std::vector<float> mean_input_;  ///< what the two means were begun with
    explain::Target mean_target_;
    std::uint64_t mean_network_ = 0;
};

void MethodsProbe::choose_target() {
    const nn::Network& network = *subject_.network;
    const bool of_class = subject_.values.chosen<Of>("of") == one_class;
    start_ = of_class ? class_start(subject_, subject_.values.whole("class"))
                      : start_within(network, subject_.start, largest(subject_.activations->outputs.back().data));
    if (start_.layer < 0) return;
    name_ = of_class
                ? "class " + nn::class_name(network, start_.map * network.shape(start_.layer).plane() + start_.unit)
                : start_name(network, start_);
    target_ = explain::target_of(*subject_.activations, start_);
}

void MethodsProbe::compute_at_once() {
    const nn::Network& network = *subject_.network;
    explain::Projection projection;
    explain::gradient(network, *subject_.activations, target_.layer, target_.signal, explain::ReluRule::guided,
                      projection);
    guided_ = projection.pixels.data;
    explain::project(network, *subject_.activations, start_, projection);
    deconvnet_ = projection.pixels.data;
    const std::vector<float> black(subject_.input.size(), 0.0f);
    rise_ = -differ_->value(target_, black);
    value_ = differ_->value(target_, subject_.input);
    rise_ += value_;
    const nn::Gradients& gradients = differ_->gradients(target_, subject_.input);
    gradient_ = gradients.input.data;
    cam_layer_ = explain::cam_layer(network, target_.layer);
    if (cam_layer_ >= 0) cam_ = explain::grad_cam(differ_->activations(), gradients, cam_layer_);
}

void MethodsProbe::ask(const Subject& subject) {
    subject_ = subject;
    start_.layer = -1;
    if (subject.input.empty()) return;
    if (const std::uint64_t now = subject.network->id.value; now != network_) {
        network_ = now;
        differ_ = std::make_unique<explain::Differ>(*subject.network);
    }
    choose_target();
    if (!ready()) return;
    compute_at_once();
    const bool same = mean_input_ == subject.input && mean_target_ == target_ && mean_network_ == network_;
    const int steps = subject.values.whole("steps"), samples = subject.values.whole("samples");
    const auto noise = static_cast<float>(subject.values["noise"]);
    const auto seed = static_cast<std::uint64_t>(subject.values.whole("seed"));
    if (!same || integrated_.count != steps) {
        integrated_.count = steps;
        integrated_.begin(subject.input.size());
    }
    if (!same || smooth_.count != samples || smooth_.noise != noise || smooth_.seed != seed) {
        smooth_ = {GradientMean::Kind::smooth, samples, noise, seed, 0, {}};
        smooth_.begin(subject.input.size());
    }
    mean_input_ = subject.input;
    mean_target_ = target_;
    mean_network_ = network_;
}

bool MethodsProbe::advance() {
    if (!ready()) return false;
    const int gradients = nn::passes_a_slice(*subject_.network, kSlice);
    if (integrated_.done < integrated_.count) {
        integrated_.advance(*differ_, target_, subject_.input, gradients);
    } else if (smooth_.done < smooth_.count) {
        smooth_.advance(*differ_, target_, subject_.input, gradients);
    }
    return integrated_.done < integrated_.count || smooth_.done < smooth_.count;
}

float MethodsProbe::progress() const {
    if (!ready()) return 1;
    return static_cast<float>(integrated_.done + smooth_.done) /
           static_cast<float>(std::max(1, integrated_.count + smooth_.count));
}

std::vector<Method> MethodsProbe::methods() const {
    std::vector<float> times_input = gradient_;
    for (std::size_t i = 0; i < times_input.size(); ++i) times_input[i] *= subject_.input[i];
    return {{"gradient", "Gradient", gradient_},
            {"gradient x input", "Gradient x input|Grad x input", std::move(times_input)},
            {"guided backprop", "Guided backprop|Guided", guided_},
            {"deconvnet", "Deconvnet", deconvnet_},
            {"integrated gradients", "Integrated gradients|Integrated", integrated_.picture(subject_.input)},
            {"SmoothGrad", "SmoothGrad", smooth_.picture(subject_.input)}};
}

void MethodsProbe::show(figure::Figure& figure) const {
    if (subject_.input.empty()) return show_empty_page(figure);
    if (!ready()) return show_nothing(figure, "Nothing to explain", no_start_words(*subject_.network));
    figure.title = "Methods for " + name_;
    const std::vector<Method> all = methods();
    figure.finding = pairs_finding(all, name_, static_cast<double>(progress()));
    show_methods(figure, all);
    show_rules(figure);
    figure.groups.push_back(likeness_group(all));
}

void MethodsProbe::show_methods(figure::Figure& figure, const std::vector<Method>& methods) const {
    const nn::Shape& page = subject_.network->architecture.input;
    figure::Group group;
    group.title = "Which pixels matter for " + name_ + "?";
    group.side = 132;
    group.pictures.push_back(ink_picture("input", "", subject_.input, page));
    group.pictures.back().head = "The digit";
    for (const Method& method : methods) {
        group.pictures.push_back(pixels_picture(method.name, "", method.pixels, page));
        group.pictures.back().head = method.head;
    }
    show_cam(group);
    figure.groups.push_back(std::move(group));
    group = note_group("The numbers",
                       "Orange: more ink there raises the number (or, where it is multiplied by the pixel, "
                       "the ink there raised it); blue: it lowers it. The deconvnet starts with the "
                       "activation itself, the others with 1.");
    group.folded = true;
    group.facts.push_back(fact("value of " + name_, value_));
    double sum = 0;
    for (const float v : methods[4].pixels) sum += static_cast<double>(v);
    if (integrated_.done == integrated_.count) {
        group.facts.push_back(fact("rise from an empty page", rise_));
        group.facts.push_back(fact("sum of integrated gradients", sum));
        group.facts.push_back(fact("completeness gap", sum - rise_));
        group.facts.back().good = std::fabs(sum - rise_) <= 0.05 * std::max(std::fabs(rise_), 0.01);
    }
    if (smooth_.done < smooth_.count || integrated_.done < integrated_.count)
        group.facts.push_back(
            fact("so far", std::to_string(integrated_.done) + " of " + std::to_string(integrated_.count) + " steps, " +
                               std::to_string(smooth_.done) + " of " + std::to_string(smooth_.count) + " samples"));
    figure.groups.push_back(std::move(group));
}

void MethodsProbe::show_cam(figure::Group& group) const {
    if (cam_layer_ < 0 || cam_.shape.plane() <= 1) return;
    const nn::Shape& page = subject_.network->architecture.input;
    const std::string layer = layer_name(*subject_.network, cam_layer_);
    group.pictures.push_back(pixels_picture("Grad-CAM", "", explain::upsampled(cam_, page.height, page.width), page,
                                            image::Map::sequential));
    group.pictures.back().head = "Grad-CAM (" + layer + ")|Grad-CAM";
}

void MethodsProbe::show_rules(figure::Figure& figure) const {
    figure::Group group = note_group("The rule in which they differ",
                                     "Gradient, guided backpropagation and deconvnet go down through the same kernels "
                                     "and switches; only at a relu, with x its "
                                     "input on the way up and s the signal "
                                     "coming down, each has a rule of its own. The others are made of gradients.");
    group.facts = {
        fact("gradient", "s where x > 0, else 0"),
        fact("deconvnet", "s where s > 0, else 0"),
        fact("guided backprop", "s where x > 0 and s > 0, else 0"),
        fact("gradient x input", "gradient, times the pixel"),
        fact("integrated gradients", "pixel, times the mean gradient of " + std::to_string(integrated_.count) +
                                         " pages from empty to this one"),
        fact("SmoothGrad", "mean gradient of " + std::to_string(smooth_.count) + " pages with noise of " +
                               figure::number(static_cast<double>(smooth_.noise)))};
    group.folded = true;
    if (cam_layer_ >= 0)
        group.facts.push_back(fact("Grad-CAM", layer_name(*subject_.network, cam_layer_) +
                                                   "'s maps, each times its mean gradient, added up, cut below 0"));
    if (cam_layer_ >= 0 && cam_.shape.plane() > 1)
        group.pictures.push_back(map_picture("Grad-CAM before upsampling",
                                             "Grad-CAM as it is:\n" + std::to_string(cam_.shape.height) + " x " +
                                                 std::to_string(cam_.shape.width) + " values",
                                             cam_, 0, image::Map::sequential));
    figure.groups.push_back(std::move(group));
}

}  // namespace

const Entry kMethods = {"methods",
                        "Seven methods",
                        "saliency",
                        Group::why,
                        "Which pixels matter? Seven methods answer side by side.",
                        "Zeiler & Fergus 2013, section 2.1; Simonyan et al. 2014; Springenberg et al. 2015; "
                        "Sundararajan et al. 2017; Smilkov et al. 2017; Selvaraju et al. 2017",
                        kSettings,
                        true,
                        true,
                        false,
                        made<MethodsProbe>};

}  // namespace probe
