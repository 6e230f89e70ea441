// Inside one unit: what it reads, its weights, their products, the sum, and what the layers after it make of it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "explain/inside.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"
#include "probe/unit/parts.h"
#include "probe/unit/sum.h"
#include "probe/unit/words.h"

namespace probe {
namespace {

constexpr Setting kSettings[] = {
    {.key = "from",
     .label = "Map below",
     .tip = "Whose products are shown one by one; -1: the map that gives the most.",
     .kind = Setting::Kind::whole,
     .low = -1,
     .high = 4095,
     .initial = -1,
     .quiet = true},
};

constexpr int kMapsShown = 12, kTermsShown = 10;

class UnitProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    void show(figure::Figure& figure) const override;

private:
    const nn::Network& network() const { return *subject_.network; }
    const nn::Activations& activations() const { return *subject_.activations; }
    void choose();
    int shown_map() const;
    figure::Picture place_picture() const;
    void show_products(figure::Figure& figure) const;
    void show_terms(figure::Figure& figure) const;
    void show_maps(figure::Figure& figure) const;
    void add_sum(figure::Group& group) const;

    Subject subject_;
    explain::UnitAt at_;
    std::vector<explain::Stage> stages_;
    std::optional<UnitSum> sum_;
};

/// The selected unit, else the strongest of the selected map, else that of the last layer with maps.
void UnitProbe::choose() {
    const explain::Start& start = subject_.start;
    const int layers = network().layer_count();
    at_ = {};
    at_.layer = std::min(start.layer, layers - 1);
    const bool is_input = at_.layer < 0;
    if (is_input) {
        at_.layer = layers - 1;
        while (at_.layer > 0 && !has_maps(network(), at_.layer)) --at_.layer;
        if (!has_maps(network(), at_.layer)) at_.layer = layers - 1;
    }
    const nn::Tensor& output = activations().output(at_.layer);
    at_.map =
        is_input ? largest(output.data) / output.shape.plane() : std::clamp(start.map, 0, output.shape.channels - 1);
    at_.unit = start.keep == explain::Keep::unit && !is_input ? std::clamp(start.unit, 0, output.shape.plane() - 1)
                                                              : largest(output.map(at_.map));
}

void UnitProbe::ask(const Subject& subject) {
    subject_ = subject;
    sum_.reset();
    if (!has_input(subject) || network().layer_count() == 0) return;
    choose();
    stages_ = explain::way_up(network(), activations(), at_);
    if (const auto source = explain::source_unit(network(), activations(), at_))
        sum_ = sum_of(network(), activations(), *source);
}

/// Map below whose products are on show.
int UnitProbe::shown_map() const {
    const std::vector<double>& maps = sum_->maps;
    const int wanted = subject_.values.whole("from");
    if (wanted >= 0) return std::min(wanted, static_cast<int>(maps.size()) - 1);
    return static_cast<int>(
        std::max_element(maps.begin(), maps.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); }) -
        maps.begin());
}

/// The map, or the layer's units, that one slides over to choose another unit.
figure::Picture UnitProbe::place_picture() const {
    const nn::Tensor& output = activations().output(at_.layer);
    const std::string& layer = network().layer(at_.layer).name;
    figure::Picture picture;
    if (has_maps(network(), at_.layer)) {
        picture =
            map_picture(layer + " map " + std::to_string(at_.map), layer + " map " + std::to_string(at_.map) + ": drag",
                        output, at_.map, any_negative(output.data) ? image::Map::diverging : image::Map::sequential);
        picture.click = select_click(at_.layer, at_.map);
        picture.marks.push_back(cell_frame(at_.unit / output.shape.width, at_.unit % output.shape.width));
    } else {
        picture = units_picture(layer + " units", layer + ", all units: drag", output.data,
                                any_negative(output.data) ? image::Map::diverging : image::Map::sequential);
        picture.click = select_click(at_.layer, -1);
        picture.marks.push_back(cell_frame(at_.map / picture.width, at_.map % picture.width));
    }
    picture.pick = true;
    return picture;
}

void UnitProbe::add_sum(figure::Group& group) const {
    group.facts.push_back(fact("products", sum_->products));
    group.facts.push_back(fact("bias", sum_->bias));
    group.facts.push_back(fact("sum", static_cast<double>(sum_->value)));
}

void UnitProbe::show_products(figure::Figure& figure) const {
    const int map = shown_map(), layer = sum_->at.layer;
    const nn::Shape& shape = network().input_shape(layer);
    const nn::Tensor& input = explain::below(activations(), layer);
    const std::string from =
        layer_name(network(), layer - 1) + (shape.channels > 1 ? " map " + std::to_string(map) : "");
    const int width = sum_->window.width, height = sum_->window.height;
    figure::Group group;
    group.title = from + " \xC3\x97 its kernel";
    group.side = 172;
    group.pictures.push_back(place_picture());
    const std::vector<float> part = explain::patch(input.map(map), shape, sum_->window);
    group.pictures.push_back(cells("input patch", "what it reads", part, width, input.map(map)));
    if (layer == 0) {
        group.pictures.back().map = image::Map::ink;
        group.pictures.back().scale = 1;
    }
    const explain::Kernel kernel = explain::kernel_between(network(), layer, sum_->at.map, map);
    group.pictures.push_back(cells("kernel",
                                   "\xC3\x97 kernel, " + std::to_string(height) + " x " + std::to_string(width),
                                   kernel.weights, width, kernel.weights));
    group.pictures.back().map = image::Map::diverging;
    const std::vector<float> products = products_of(network(), activations(), *sum_, map);
    group.pictures.push_back(
        cells("products", "= products: " + signed_number(sum_->maps[index(map)]), products, width, products));
    group.pictures.back().map = image::Map::diverging;
    if (sum_->maps.size() == 1) add_sum(group);
    figure.groups.push_back(std::move(group));
}

/// A layer below without maps: its strongest units, input over weight over product.
void UnitProbe::show_terms(figure::Figure& figure) const {
    const std::vector<Term> terms = strongest_terms(network(), activations(), *sum_, kTermsShown);
    const bool maps = network().input_shape(sum_->at.layer).plane() > 1;
    const std::string below = layer_name(network(), sum_->at.layer - 1);
    std::vector<float> inputs, weights, products;
    std::vector<std::string> names;
    for (const Term& term : terms) {
        inputs.push_back(term.input);
        weights.push_back(term.weight);
        products.push_back(term.product);
        names.push_back(std::to_string(term.map) + (maps ? ":" + std::to_string(term.unit) : ""));
    }
    const double some = std::accumulate(products.begin(), products.end(), 0.0);
    figure::Group group;
    group.title = "The " + std::to_string(terms.size()) + " strongest of " + grouped(sum_->terms) + " inputs";
    group.folded = maps;
    figure::Plot plot = bar_plot("products by input", below + (maps ? " map:unit" : " unit"), "input \xC3\x97 weight");
    plot.series.push_back(bars_of("", products, 0));
    plot.bar_labels = names;
    group.facts.push_back(fact("these", some));
    group.facts.push_back(
        fact("the other " + grouped(sum_->terms - static_cast<int>(terms.size())), sum_->products - some));
    add_sum(group);
    group.side = 440;
    group.columns = 1;
    const int width = static_cast<int>(terms.size());
    group.pictures.push_back(cells("strongest inputs", "inputs", inputs, width, inputs));
    group.pictures.push_back(cells("their weights", "\xC3\x97 weights", weights, width, weights));
    group.pictures.push_back(cells("their products", "= products", products, width, products));
    if (!maps) {
        group.pictures.push_back(place_picture());
        group.pictures.back().zoom = 0.4f;
    }
    figure.groups.push_back(std::move(group));
    figure::Group bars;
    bars.title = "Which they are";
    bars.beside = true;
    bars.folded = maps;
    bars.plots.push_back(std::move(plot));
    figure.groups.push_back(std::move(bars));
}

void UnitProbe::show_maps(figure::Figure& figure) const {
    const int count = static_cast<int>(sum_->maps.size()), shown = shown_map();
    std::vector<int> order(index(count));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return std::fabs(sum_->maps[index(a)]) > std::fabs(sum_->maps[index(b)]); });
    order.resize(index(std::min(count, kMapsShown)));
    std::sort(order.begin(), order.end());
    double others = sum_->products;
    std::vector<std::vector<float>> products;
    float scale = 0;
    for (const int map : order) {
        others -= sum_->maps[index(map)];
        products.push_back(products_of(network(), activations(), *sum_, map));
        scale = std::max(scale, largest_magnitude(products.back()));
    }
    figure::Group group;
    group.title = "All " + std::to_string(count) + " sums and the bias";
    add_sum(group);
    if (count > kMapsShown)
        group.facts.push_back(fact("of it the other " + std::to_string(count - kMapsShown), others));
    group.side = 56;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const int map = order[i];
        figure::Picture picture =
            figure::picture("products of map " + std::to_string(map),
                            std::to_string(map) + ": " + signed_number(sum_->maps[index(map)]), products[i],
                            sum_->window.width, sum_->window.height, image::Map::diverging);
        picture.scale = scale;
        picture.click = set_click("from", map);
        picture.chosen = map == shown;
        group.pictures.push_back(std::move(picture));
    }
    figure.groups.push_back(std::move(group));
}

void UnitProbe::show(figure::Figure& figure) const {
    if (!has_input(subject_)) return show_empty_page(figure);
    figure.title = "Inside " + unit_name(network(), at_);
    figure.finding = unit_finding(network(), activations(), at_, stages_, sum_ ? &*sum_ : nullptr);
    if (sum_) {
        const bool maps = sum_->window.height * sum_->window.width > 1;
        const bool dense = network().layer(sum_->at.layer).kind == nn::LayerKind::fully_connected;
        if (maps || !dense) show_products(figure);
        if (!maps && dense) show_terms(figure);
        if (sum_->maps.size() > 1 && (maps || !dense)) show_maps(figure);
        if (stages_.size() > 1) {
            figure.groups.push_back(stages_group(network(), activations(), at_, stages_));
            figure.groups.back().beside = sum_->maps.size() > 1;
        }
        if (maps && dense) show_terms(figure);
    } else {
        figure.groups.push_back(stages_group(network(), activations(), at_, stages_));
        figure.groups.back().pictures.insert(figure.groups.back().pictures.begin(), place_picture());
    }
}

}  // namespace

const Entry kUnit = {"unit",
                     "Inside one unit",
                     "pre-activation",
                     Group::look,
                     "Which products add up to the number that one unit gives?",
                     "LeCun et al. 1998, section 2; Zeiler & Fergus 2013, section 2",
                     kSettings,
                     true,
                     true,
                     false,
                     made<UnitProbe>};

}  // namespace probe
