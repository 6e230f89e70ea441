// Top nine: what excites a map most among all digits, as reconstructions and as the patches that it saw.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>

#include "explain/top_nine.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kDigitsASlice = 40;
constexpr int kItemsASlice = 6;
constexpr int kOnPage = 6;      // maps at once
constexpr int kMostMaps = 128;  // in the overview

constexpr Setting kSettings[] = {
    {.key = "next",
     .label = "Next maps",
     .tip = "Turns to the layer's next six maps, and from the last ones to the first.",
     .kind = Setting::Kind::button,
     .high = 9999},
};

/// A hit with its reconstruction from this single activation; empty until it is computed.
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
    bool reconstruct();
    nn::Field field(int unit) const;
    figure::Picture piece(std::string name, const Item& item, const std::vector<float>& pixels, image::Map map) const;
    int labels() const { return *std::max_element(scan_->digits().labels.begin(), scan_->digits().labels.end()) + 1; }
    std::string finding() const;
    figure::Group nine(int map) const;
    figure::Group histogram() const;
    figure::Group overview() const;

    const nn::Network* network_ = nullptr;
    std::shared_ptr<explain::TopScan> scan_, items_of_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;
    explain::Projection projection_;
    int layer_ = 0, map_ = 0, first_ = 0, last_ = 0, items_layer_ = -1;  ///< maps [first, last) are on the page
    std::map<int, std::vector<Item>> items_;                             ///< by map
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
    const int maps = network_->shape(layer_).channels, pages = (maps + kOnPage - 1) / kOnPage;
    first_ = (map_ / kOnPage + subject.values.whole("next")) % pages * kOnPage;
    last_ = std::min(first_ + kOnPage, maps);
    refresh();
}

bool TopNineProbe::advance() {
    if (!scan_) return false;
    if (!scan_->done()) {
        scan_->advance(nn::passes_a_slice(*network_, kDigitsASlice));
        refresh();
    }
    return reconstruct() || !scan_->done();
}

float TopNineProbe::progress() const {
    return scan_ ? static_cast<float>(scan_->scanned()) / static_cast<float>(scan_->digits().count()) : 1.0f;
}

/// Brings the nines up to date, keeping what is there already.
void TopNineProbe::refresh() {
    if (layer_ != items_layer_) items_.clear();
    items_layer_ = layer_;
    std::erase_if(items_, [this](const auto& of) { return of.first < first_ || of.first >= last_; });
    for (int map = first_; map < last_; ++map) {
        const std::span<const explain::Hit> hits = scan_->hits(layer_, map);
        std::vector<Item>& old = items_[map];
        std::vector<Item> nine;
        for (const explain::Hit& hit : hits.first(std::min<std::size_t>(hits.size(), explain::TopScan::kShown))) {
            const auto known = std::find_if(
                old.begin(), old.end(), [&](const Item& i) { return i.hit.digit == hit.digit && !i.input.empty(); });
            nine.push_back(known != old.end() ? std::move(*known)
                                              : Item{hit, digit_input(scan_->digits(), hit.digit), {}});
        }
        old = std::move(nine);
    }
}

/// Some of the reconstructions that are missing; true if there were any.
bool TopNineProbe::reconstruct() {
    int made = 0;
    const int most = nn::passes_a_slice(*network_, kItemsASlice);
    for (auto& [map, nine] : items_) {
        for (Item& item : nine) {
            if (!item.pixels.empty() || made == most) continue;
            ++made;
            item.pixels.assign(item.input.size(), 0.0f);
            if (!explain::can_start(*network_, layer_)) continue;
            engine_->forward(item.input, activations_);
            explain::project(*network_, activations_, {layer_, explain::Keep::unit, map, item.hit.unit}, projection_);
            item.pixels = projection_.pixels.data;
        }
    }
    return made > 0;
}

nn::Field TopNineProbe::field(int unit) const {
    const int width = network_->shape(layer_).width;
    return nn::receptive_field(*network_, layer_, unit / width, unit % width);
}

/// What lies inside the receptive field; a click makes the digit the input.
figure::Picture TopNineProbe::piece(std::string name, const Item& item, const std::vector<float>& pixels,
                                    image::Map map) const {
    const std::string label = scan_->digits().name_of(item.hit.digit);
    return crop(std::move(name), "a " + label + ": " + figure::number(static_cast<double>(item.hit.value)), pixels,
                network_->architecture.input, field(item.hit.unit), map);
}

/// How much of one class the selected map's strongest digits are.
std::string TopNineProbe::finding() const {
    const std::string name = map_name(*network_, layer_, map_), seen = so_far(static_cast<double>(progress()));
    if (scan_->hits(layer_, map_).empty())
        return scan_->done() ? "No digit wakes " + name + ": its output is zero or below on all of them."
                             : seen + name + " has been silent.";
    const auto purest = [this](int map, int& label, int& all) {
        const std::vector<int> counts = scan_->histogram(layer_, map, labels());
        label = static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
        all = std::accumulate(counts.begin(), counts.end(), 0);
        return all > 0 ? static_cast<double>(counts[index(label)]) / all : 0.0;
    };
    int label = 0, all = 0, other = 0, of_other = 0;
    const double share = purest(map_, label, all);
    const int maps = network_->shape(layer_).channels;
    bool is_pickiest = scan_->done() && maps > 1;
    for (int map = 0; map < maps && is_pickiest; ++map)
        is_pickiest = map == map_ || purest(map, other, of_other) < share;
    const std::string count = std::to_string(static_cast<int>(std::lround(share * all)));
    return seen + (is_pickiest ? name + " is the pickiest of the " + std::to_string(maps) + ": " : "") + count +
           " of the " + plural(all, "digit") + " that excite " + (is_pickiest ? "it" : name) + " most are " +
           plural_of_class(scan_->digits().class_name(label)) + ".";
}

/// Fig. 2: what excites a map, beside what it saw there.
figure::Group TopNineProbe::nine(int map) const {
    const std::string name = map_name(*network_, layer_, map);
    figure::Group group;
    group.side = 48;
    group.columns = 6;
    group.tight = group.beside = true;
    group.least = 170;
    group.chosen = map == map_;
    const std::vector<Item>& items = items_.at(map);
    const std::string title = (has_maps(*network_, layer_) ? "Map " : "Unit ") + std::to_string(map);
    if (items.empty()) {
        group.title = title;
        group.note = scan_->done() ? "No digit wakes it." : "Silent so far.";
    }
    const std::vector<float> blank(index(network_->architecture.input.size()), 0.0f);
    constexpr std::size_t kAcross = 3;
    for (std::size_t row = 0; row < items.size(); row += kAcross) {
        const std::size_t end = std::min(row + kAcross, items.size());
        for (std::size_t i = row; i < end; ++i) {
            const Item& item = items[i];
            group.pictures.push_back(piece(name + " reconstruction " + std::to_string(i + 1), item,
                                           item.pixels.empty() ? blank : item.pixels, image::Map::diverging));
            group.pictures.back().click = select_click(layer_, map);
            group.pictures.back().click.key = "next";  // the page stays
            if (i == 0) group.pictures.back().head = title + "\twhat excites it|" + title;
        }
        for (std::size_t i = row; i < end; ++i) {
            group.pictures.push_back(
                piece(name + " patch " + std::to_string(i + 1), items[i], items[i].input, image::Map::ink));
            group.pictures.back().click = sample_click(items[i].hit.digit);
            group.pictures.back().apart = i == row;
            if (i == 0) group.pictures.back().head = "\twhat it saw|\tit saw";
        }
    }
    return group;
}

figure::Group TopNineProbe::histogram() const {
    figure::Group group = note_group("What the strongest digits of " + map_name(*network_, layer_, map_) + " are",
                                     "Labels of up to a hundred digits that excite it most. One tall bar: it is about "
                                     "one class; many bars: about a stroke that several classes share.");
    group.folded = true;
    figure::Plot plot = bar_plot("labels of the top 100", "label", "digits among the top 100");
    plot.width = 0.6f;
    plot.y_low = 0.0f;
    const std::vector<int> counts = scan_->histogram(layer_, map_, labels());
    plot.bar_labels = numbered(labels());
    plot.series = {bars_of(map_name(*network_, layer_, map_), std::vector<float>(counts.begin(), counts.end()), 0)};
    group.plots.push_back(std::move(plot));
    const nn::Field whole = field(0);
    group.facts = {
        {"digits seen", grouped(scan_->scanned()) + " of " + grouped(scan_->digits().count()), scan_->scanned()},
        {"receptive field", std::to_string(whole.width) + " x " + std::to_string(whole.height) + " pixels"}};
    const std::span<const explain::Hit> hits = scan_->hits(layer_, map_);
    if (!hits.empty()) group.facts.push_back(fact("strongest", static_cast<double>(hits[0].value)));
    return group;
}

/// The layer's maps, each by the patch that excites it most; of very many the first, and the selected one.
figure::Group TopNineProbe::overview() const {
    const nn::Shape& input = network_->architecture.input;
    figure::Group group = note_group(
        "Every map of " + network_->layer(layer_).name,
        "Each by the piece of a digit that excites it most, with that digit's label. Click one to look closer.");
    group.side = 48;
    group.folded = true;
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
            words = std::to_string(map) + ": a " + scan_->digits().name_of(hits[0].digit);
        }
        figure::Picture picture = crop(map_name(*network_, layer_, map), words, pixels, input,
                                       field(hits.empty() ? 0 : hits[0].unit), image::Map::ink);
        picture.click = select_click(layer_, map);
        picture.click.key = "next";
        picture.chosen = map == map_;
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

void TopNineProbe::show(figure::Figure& figure) const {
    if (!scan_)
        return show_nothing(
            figure, "Top nine",
            "This looks through 10,000 digits that the network never saw in training. They are not here yet.");
    figure.title = "Top nine of " + network_->layer(layer_).name + ", maps " + std::to_string(first_) + " to " +
                   std::to_string(last_ - 1);
    figure.finding = finding();
    figure.in_row = 3;
    for (int map = first_; map < last_; ++map) figure.groups.push_back(nine(map));
    figure.groups.push_back(histogram());
    figure.groups.push_back(overview());
}

}  // namespace

const Entry kTopNine = {"top-nine",
                        "Top nine",
                        "",
                        Group::look,
                        "Which digits excite a map most, and what did it see in them?",
                        "Zeiler & Fergus 2013, section 4, Fig. 2",
                        kSettings,
                        false,
                        true,
                        true,
                        made<TopNineProbe>};

}  // namespace probe
