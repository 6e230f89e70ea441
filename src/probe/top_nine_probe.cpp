// Top nine: what excites a map most among all digits, as reconstructions and as the patches that it saw.
#include <algorithm>
#include <memory>
#include <numeric>

#include "explain/top_nine.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kDigitsASlice = 40;
constexpr int kMostMaps = 128;  // in the overview

/// A hit with its reconstruction from this single activation.
struct Item {
    explain::Hit hit;
    std::vector<float> input, pixels;
};

class TopNineProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    void refresh();
    Item item(const explain::Hit& hit);
    nn::Field field(int unit) const;
    std::string caption(const explain::Hit& hit) const;
    figure::Picture piece(std::string name, const Item& item, const std::vector<float>& pixels, image::Map map) const;
    figure::Group reconstructions() const;
    figure::Group patches() const;
    figure::Group histogram() const;
    figure::Group overview() const;

    const nn::Network* network_ = nullptr;
    std::shared_ptr<explain::TopScan> scan_, items_of_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;
    explain::Projection projection_;
    int layer_ = 0, map_ = 0, items_layer_ = -1, items_map_ = -1;
    std::vector<Item> items_;
};

void TopNineProbe::ask(const Subject& subject) {
    network_ = subject.network;
    if (!has_digits(subject)) {
        scan_ = nullptr;
        return;
    }
    if (!subject.cache->top_scan)
        subject.cache->top_scan = std::make_shared<explain::TopScan>(*network_, subject.digits);
    scan_ = subject.cache->top_scan;
    layer_ = nearest_layer(*network_, subject.start.layer);
    map_ = nearest_map(*network_, subject.start, layer_);
    if (items_of_ != scan_) {  // another model
        engine_ = std::make_unique<nn::Engine>(*network_);
        activations_ = nn::make_activations(*network_);
        items_.clear();
        items_of_ = scan_;
    }
    refresh();
}

bool TopNineProbe::advance() {
    if (!scan_ || scan_->done()) return false;
    const bool more = scan_->advance(nn::passes_a_slice(*network_, kDigitsASlice));
    refresh();
    return more;
}

float TopNineProbe::progress() const {
    return scan_ ? static_cast<float>(scan_->scanned()) / static_cast<float>(scan_->digits().count()) : 1.0f;
}

/// Brings the nine up to date, keeping what is there already.
void TopNineProbe::refresh() {
    if (layer_ != items_layer_ || map_ != items_map_) items_.clear();
    items_layer_ = layer_;
    items_map_ = map_;
    const std::span<const explain::Hit> hits = scan_->hits(layer_, map_);
    std::vector<Item> nine;
    for (const explain::Hit& hit : hits.first(std::min<std::size_t>(hits.size(), explain::TopScan::kShown))) {
        const auto old = std::find_if(items_.begin(), items_.end(),
                                      [&](const Item& i) { return i.hit.digit == hit.digit && !i.input.empty(); });
        nine.push_back(old != items_.end() ? std::move(*old) : item(hit));
    }
    items_ = std::move(nine);
}

Item TopNineProbe::item(const explain::Hit& hit) {
    Item made{hit, digit_input(scan_->digits(), hit.digit), {}};
    engine_->forward(made.input, activations_);
    if (explain::can_start(*network_, layer_)) {
        explain::project(*network_, activations_, {layer_, explain::Keep::unit, map_, hit.unit}, projection_);
        made.pixels = projection_.pixels.data;
    } else {
        made.pixels.assign(made.input.size(), 0.0f);
    }
    return made;
}

nn::Field TopNineProbe::field(int unit) const {
    const int width = network_->shape(layer_).width;
    return nn::receptive_field(*network_, layer_, unit / width, unit % width);
}

std::string TopNineProbe::caption(const explain::Hit& hit) const {
    return "a " + std::to_string(scan_->digits().labels[index(hit.digit)]) + ": " +
           figure::number(static_cast<double>(hit.value));
}

/// What lies inside the receptive field; a click makes the digit the input.
figure::Picture TopNineProbe::piece(std::string name, const Item& item, const std::vector<float>& pixels,
                                    image::Map map) const {
    figure::Picture picture =
        crop(std::move(name), caption(item.hit), pixels, network_->architecture.input, field(item.hit.unit), map);
    picture.click = sample_click(item.hit.digit);
    return picture;
}

figure::Group TopNineProbe::reconstructions() const {
    const std::string name = map_name(*network_, layer_, map_);
    figure::Group group =
        note_group("Nine strongest of " + name,
                   "The nine digits that excite it most, each projected back to the pixels by the deconvnet from that "
                   "single activation: "
                   "what they have in common is what it looks for. Below each the digit's label and the activation.");
    if (scan_->done() && items_.empty())
        group.note = "No digit wakes " + name + ": its output is zero or below on all of them.";
    group.side = 64;
    for (std::size_t i = 0; i < items_.size(); ++i)
        group.pictures.push_back(
            piece("reconstruction " + std::to_string(i + 1), items_[i], items_[i].pixels, image::Map::diverging));
    const int count = scan_->digits().count();
    group.facts.push_back({"digits seen", grouped(scan_->scanned()) + " of " + grouped(count), scan_->scanned(), true});
    if (!items_.empty())
        group.facts.push_back({"strongest", figure::number(static_cast<double>(items_[0].hit.value)),
                               static_cast<double>(items_[0].hit.value), true});
    const nn::Field whole = field(0);
    group.facts.push_back({"receptive field",
                           std::to_string(whole.width) + " x " + std::to_string(whole.height) + " pixels", std::nullopt,
                           true});
    return group;
}

figure::Group TopNineProbe::patches() const {
    figure::Group group = note_group("What it saw there",
                                     "The piece of each digit inside the receptive field: all that the unit can see. "
                                     "Click one to make that digit the input.");
    group.side = 64;
    for (std::size_t i = 0; i < items_.size(); ++i)
        group.pictures.push_back(piece("patch " + std::to_string(i + 1), items_[i], items_[i].input, image::Map::ink));
    return group;
}

figure::Group TopNineProbe::histogram() const {
    figure::Group group = note_group("Which digits",
                                     "Labels of the hundred digits that excite it most. One tall bar: it is about one "
                                     "class; many bars: about a stroke that several classes share.");
    figure::Plot plot = bar_plot("labels of the top 100", "label", "digits among the top 100");
    plot.width = 0.6f;
    plot.y_low = 0.0f;
    const std::span<const std::uint8_t> all = scan_->digits().labels;
    const int labels = *std::max_element(all.begin(), all.end()) + 1;
    const std::vector<int> counts = scan_->histogram(layer_, map_, labels);
    plot.bar_labels = numbered(labels);
    plot.series = {bars_of(map_name(*network_, layer_, map_), std::vector<float>(counts.begin(), counts.end()), 0)};
    group.plots.push_back(std::move(plot));
    return group;
}

/// The layer's maps, each by the patch that excites it most; of very many the first, and the selected one.
figure::Group TopNineProbe::overview() const {
    const nn::Shape& input = network_->architecture.input;
    figure::Group group = note_group(
        "All of " + network_->layer(layer_).name,
        "Each by the piece of a digit that excites it most, with that digit's label. Click one to look closer.");
    group.side = 48;
    const int maps = network_->shape(layer_).channels, shown = std::min(maps, kMostMaps);
    if (shown < maps)
        group.note += " Here are the first " + std::to_string(shown) + " of " + grouped(maps) +
                      (map_ < shown ? "." : ", and the selected one.");
    std::vector<int> listed(index(shown));
    std::iota(listed.begin(), listed.end(), 0);
    if (map_ >= shown) listed.push_back(map_);
    std::vector<float> pixels(index(input.size()));
    for (const int map : listed) {
        const std::span<const explain::Hit> hits = scan_->hits(layer_, map);
        std::string words = std::to_string(map) + ": silent";
        std::fill(pixels.begin(), pixels.end(), 0.0f);
        if (!hits.empty()) {
            nn::to_input(scan_->digits().picture(hits[0].digit), pixels.data());
            words = std::to_string(map) + ": a " + std::to_string(scan_->digits().labels[index(hits[0].digit)]);
        }
        figure::Picture picture = crop(map_name(*network_, layer_, map), words, pixels, input,
                                       field(hits.empty() ? 0 : hits[0].unit), image::Map::ink);
        picture.click = select_click(layer_, map);
        picture.chosen = map == map_;
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

void TopNineProbe::show(figure::Figure& figure) const {
    if (!scan_) {
        figure.groups.push_back(note_group(
            "Top nine",
            "This looks through 10,000 digits that the network never saw in training. They are not here yet."));
        return;
    }
    figure.title = "Top nine of " + map_name(*network_, layer_, map_);
    figure.groups.push_back(reconstructions());
    if (!items_.empty()) {
        figure.groups.push_back(patches());
        figure.groups.push_back(histogram());
    }
    figure.groups.push_back(overview());
}

}  // namespace

const Entry kTopNine = {"top-nine",
                        "Top nine",
                        "",
                        Group::look,
                        "Which digits excite a map most, and what did it see in them?",
                        "Zeiler & Fergus 2013, section 4, Fig. 2",
                        {},
                        false,
                        true,
                        true,
                        made<TopNineProbe>};

}  // namespace probe
