// See sides.h.
#include "probe/lenet5_1998/sides.h"

#include <algorithm>

#include "explain/deconvnet.h"
#include "explain/mistakes.h"
#include "explain/roughness.h"
#include "nn/class_names.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

bool begins_stage(const nn::LayerSpec& layer) {
    return nn::has_window(layer.kind) || nn::reads_everything(layer.kind) || layer.kind == nn::LayerKind::rescale;
}

/// The last stage that pools; nothing where none does.
const Stage* last_pool(const nn::Network& network, const std::vector<Stage>& all) {
    const Stage* found = nullptr;
    for (const Stage& stage : all)
        if (nn::is_pool(network.layer(stage.begin).kind)) found = &stage;
    return found;
}

std::int64_t connections(const nn::Network& network, const Stage& stage) {
    std::int64_t count = 0;
    for (int i = stage.begin; i <= stage.end; ++i) count += nn::connection_count(network, i);
    return count;
}

int parameters(const nn::Network& network, const Stage& stage) {
    int count = 0;
    for (int i = stage.begin; i <= stage.end; ++i) count += nn::parameter_count(network, i);
    return count;
}

std::string numbered_map(const nn::Tensor& tensor, int map) {
    return tensor.shape.channels > 1 ? "map " + std::to_string(map) : "";
}

/// "convolution by a table, tanh".
std::string kinds_words(const nn::Network& network, const Stage& stage) {
    std::string words;
    for (int i = stage.begin; i <= stage.end; ++i) {
        const nn::LayerSpec& layer = network.layer(i);
        words += (i > stage.begin ? ", " : "") + std::string(nn::info(layer.kind).called);
        if (!layer.connections.empty()) words += " by a table";
    }
    return words;
}

/// The strongest map behind the stage, brought down to the page.
figure::Picture brought_down(const nn::Network& network, const nn::Activations& activations, const Stage& stage,
                             const std::string& head) {
    const int map = strongest_maps(activations.output(stage.end), 1).front();
    explain::Projection projection;
    explain::project(network, activations, {stage.end, explain::Keep::whole_map, map, 0}, projection);
    const nn::Shape& page = network.architecture.input;
    figure::Picture picture = pixels_picture(head, "", projection.pixels.data, page);
    picture.head = head;
    const double fine = page.height == page.width ? explain::roughness(projection.pixels.map(0), page.width) : -1;
    picture.caption = stage.name + " " + numbered_map(activations.output(stage.end), map) +
                      (fine >= 0 ? "\nfine detail " + figure::percent(fine) : "");
    return picture;
}

}  // namespace

std::vector<Stage> stages(const nn::Network& network) {
    std::vector<Stage> all;
    for (int i = 0; i < network.layer_count(); ++i) {
        if (all.empty() || begins_stage(network.layer(i))) all.push_back({network.layer(i).name, i, i});
        all.back().end = i;
    }
    return all;
}

int distance_layer(const nn::Network& network) {
    for (int i = network.layer_count() - 1; i >= 0; --i)
        if (nn::info(network.layer(i).kind).pictures) return i;
    return -1;
}

figure::Group maps_card(const Side& recent, const Side& old) {
    figure::Group card = note_group("The strongest map of each layer", "");
    card.side = 84;
    card.column_heads = {"", "page"};
    const std::vector<Stage> columns = stages(*recent.network);
    for (const Stage& stage : columns)
        if (has_maps(*recent.network, stage.end)) card.column_heads.push_back(stage.name);
    for (const Side* side : {&recent, &old}) {
        const nn::Network& network = *side->network;
        card.row_heads.push_back(side->called + "\t");
        card.pictures.push_back(
            ink_picture(side->called + " page", "", side->activations->input.data, network.architecture.input));
        for (std::size_t column = 2; column < card.column_heads.size(); ++column) {
            const std::string& name = card.column_heads[column];
            figure::Picture picture =
                figure::picture(side->called + " " + name, "", std::vector<float>(1), 1, 1, image::Map::diverging);
            for (const Stage& stage : stages(network)) {
                if (stage.name != name || !has_maps(network, stage.end)) continue;
                const nn::Tensor& output = side->activations->output(stage.end);
                picture =
                    map_picture(picture.name, "", output, strongest_maps(output, 1).front(), image::Map::diverging);
            }
            card.pictures.push_back(std::move(picture));
        }
    }
    return card;
}

figure::Group characters_card(const Side& old) {
    const nn::Network& network = *old.network;
    const int layer = distance_layer(network);
    const nn::LayerSpec& spec = network.layer(layer);
    std::string below = "input";
    for (const Stage& stage : stages(network))
        if (stage.end == layer - 1) below = stage.name;
    const std::vector<float>& units = layer > 0 ? old.activations->output(layer - 1).data : old.activations->input.data;
    const std::vector<float> pictures = nn::centres(spec), &scores = old.activations->output(layer).data;
    const auto count = static_cast<int>(units.size());
    int width = static_cast<int>(std::min(spec.pictures.front().find('/'), units.size()));
    if (count % width != 0) width = count;
    figure::Group card = note_group("Squared distance of " + below + " to each character", "");
    card.side = 48;
    const auto add = [&](const std::string& name, std::span<const float> values) -> figure::Picture& {
        card.pictures.push_back(figure::picture(name, "", values, width, count / width, image::Map::diverging));
        card.pictures.back().scale = 1;
        return card.pictures.back();
    };
    figure::Picture& now = add(below + " as a picture", units);
    now.head = "now";
    const int best = largest(scores);
    for (int o = 0; o < spec.outputs; ++o) {
        const std::string name = nn::class_name(network, o);
        figure::Picture& one = add("character " + name, std::span(pictures).subspan(index(o * count), index(count)));
        one.head = name;
        one.caption = figure::short_number(-static_cast<double>(scores[index(o)]));
        one.chosen = o == best;
        one.apart = o == 0;
    }
    return card;
}

figure::Group table_card(const nn::Network& network, int layer) {
    const nn::LayerSpec& spec = network.layer(layer);
    const int inputs = network.input_shape(layer).channels;
    std::vector<float> cells(index(inputs * spec.outputs));
    int read = 0;
    for (int in = 0; in < inputs; ++in)
        for (int out = 0; out < spec.outputs; ++out) {
            const bool is = nn::is_connected(spec, out, in);
            cells[index(in * spec.outputs + out)] = is ? 1.0f : 0.0f;
            read += is;
        }
    figure::Group card = note_group(spec.name + " reads " + std::to_string(read) + " of " +
                                        std::to_string(inputs * spec.outputs) + " pairs of maps",
                                    "");
    card.side = 240;
    card.share = 0.5f;
    card.pictures.push_back(
        figure::picture("connections of " + spec.name, "", cells, spec.outputs, inputs, image::Map::sequential));
    card.pictures.back().scale = 1;
    return card;
}

figure::Group switches_card(const Side& recent, const Side& old) {
    const std::vector<Stage> ours = stages(*recent.network), theirs = stages(*old.network);
    const Stage *pool = last_pool(*recent.network, ours), *their_pool = last_pool(*old.network, theirs);
    figure::Group card = note_group("Back to the page, with switches and without", "");
    card.side = 104;
    if (pool) {
        const bool switches = recent.network->layer(pool->begin).kind == nn::LayerKind::max_pool;
        if (switches) card.pictures.push_back(brought_down(*recent.network, *recent.activations, *pool, "by switches"));
        card.pictures.push_back(brought_down(explain::without_switches(*recent.network), *recent.activations, *pool,
                                             switches ? "spread evenly" : recent.called));
    }
    if (their_pool) card.pictures.push_back(brought_down(*old.network, *old.activations, *their_pool, old.called));
    return card;
}

std::vector<figure::Fact> counts(const Side& recent, const Side& old) {
    std::vector<figure::Fact> facts;
    for (const Side* side : {&recent, &old}) {
        std::int64_t links = 0;
        for (const Stage& stage : stages(*side->network)) links += connections(*side->network, stage);
        facts.push_back(fact("parameters " + side->called, grouped(side->network->parameter_count())));
        facts.back().number = side->network->parameter_count();
        facts.push_back(fact("connections", grouped(static_cast<int>(links))));
        facts.back().number = static_cast<double>(links);
    }
    return facts;
}

figure::Group layers_card(const Side& recent, const Side& old) {
    figure::Group card =
        note_group("Layer by layer",
                   "Parameters, and connections: a weight or a bias each time that it is used. Fine detail above: the "
                   "share of a picture's energy that pixels twice as large could not hold.");
    for (const Side* side : {&recent, &old})
        for (const Stage& stage : stages(*side->network)) {
            const std::int64_t links = connections(*side->network, stage);
            std::string value = kinds_words(*side->network, stage);
            if (const int count = parameters(*side->network, stage); count > 0)
                value += ": " + grouped(count) + " parameters";
            if (links > 0) value += ", " + grouped(static_cast<int>(links)) + " connections";
            card.facts.push_back(fact(side->called + " " + stage.name, std::move(value)));
        }
    card.folded = true;
    return card;
}

}  // namespace probe
