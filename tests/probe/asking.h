// What the tests of probes share: a subject to ask about, and what a figure must be whoever made it.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/probe.h"
#include "probe/subject_queries.h"
#include "tests/explain/support.h"

namespace probe_test {

/// A subject and all that it points to.
struct Asker {
    explicit Asker(const probe::Entry& e, nn::Network n = explain_test::reference_network())
        : entry(e), network(std::move(n)) {
        activations = nn::make_activations(network);
        values = probe::defaults(entry);
        start = {network.layer_count() > 5 ? 5 : 0, explain::Keep::whole_map, 3, 0};
    }

    void set(const char* key, const char* text) {
        const base::Status status = probe::set(entry, values, key, text);
        CHECK_MESSAGE(status.ok(), key, " = ", text);
    }

    probe::Subject subject(const std::vector<float>& input, int truth = -1) {
        network.id.value = nn::identity_of(network);  // a test may have changed it since
        probe::Subject subject;
        subject.network = &network;
        subject.activations = &activations;
        subject.input = input;
        subject.start = start;
        subject.truth = truth;
        subject.digits = digits;
        subject.cache = &cache;
        subject.values = values;
        return subject;
    }

    /// Asks, runs to the end and shows.
    figure::Figure ask(const std::vector<float>& input, int truth = -1) {
        if (!input.empty()) nn::Engine(network).forward(input, activations);
        if (!probe) probe = entry.make();
        probe->ask(subject(input, truth));
        int slices = 0;
        while (probe->advance()) REQUIRE(++slices < 100000);
        return show();
    }
    figure::Figure show() const {
        figure::Figure figure;
        probe->show(figure);
        return figure;
    }

    const probe::Entry& entry;
    nn::Network network;
    nn::Activations activations;
    probe::Cache cache;
    probe::Values values;
    explain::Start start;
    nn::Digits digits;  ///< none unless a test sets them
    std::unique_ptr<probe::Probe> probe;
};

inline const figure::Picture* find_picture(const figure::Figure& figure, const std::string& name) {
    for (const figure::Group& group : figure.groups)
        for (const figure::Picture& picture : group.pictures)
            if (picture.name == name) return &picture;
    return nullptr;
}
inline const figure::Plot* find_plot(const figure::Figure& figure, const std::string& name) {
    for (const figure::Group& group : figure.groups)
        for (const figure::Plot& plot : group.plots)
            if (plot.name == name) return &plot;
    return nullptr;
}
inline const figure::Fact* find_fact(const figure::Figure& figure, const std::string& label) {
    for (const figure::Group& group : figure.groups)
        for (const figure::Fact& fact : group.facts)
            if (fact.label.find(label) != std::string::npos) return &fact;
    return nullptr;
}

/// Sizes agree, names are there once, captions are short.
inline void check_sound(const figure::Figure& figure) {
    std::set<std::string> names;
    CHECK(!figure.groups.empty());
    for (const figure::Group& group : figure.groups) {
        for (const figure::Picture& picture : group.pictures) {
            CHECK_MESSAGE(static_cast<int>(picture.values.size()) == picture.width * picture.height, picture.name);
            CHECK_MESSAGE(names.insert(picture.name).second, "twice: ", picture.name);
            std::size_t line = 0;
            for (const char c : picture.caption)
                CHECK_MESSAGE((line = c == '\n' ? 0 : line + 1) <= 30, picture.caption);
        }
        for (const figure::Plot& plot : group.plots) {
            CHECK_MESSAGE(names.insert(plot.name).second, "twice: ", plot.name);
            for (const figure::Series& series : plot.series) CHECK(series.x.size() == series.y.size());
        }
    }
}

/// Every selection, the empty page and other networks: nothing breaks.
inline void check_survives(const probe::Entry& entry) {
    using namespace explain_test;
    {
        Asker asker(entry);
        check_sound(asker.ask({}));
        const std::vector<float> input = reference_input(7);
        for (int layer = -1; layer < asker.network.layer_count(); ++layer) {
            asker.start = {layer, layer % 2 == 0 ? explain::Keep::strongest : explain::Keep::all_maps, 2, 0};
            check_sound(asker.ask(input));
        }
        check_sound(asker.ask(std::vector<float>(784, 0.0f)));
    }
    const nn::LayerSpec relu = plain(nn::LayerKind::relu);
    for (const std::vector<nn::LayerSpec>& layers :
         {std::vector<nn::LayerSpec>{conv(3, 5, 2, 1), plain(nn::LayerKind::tanh), average_pool(2, 2),
                                     fully_connected(4)},
          {fully_connected(6), relu, fully_connected(3), plain(nn::LayerKind::softmax)},
          {max_pool(2, 2), conv(2, 3), plain(nn::LayerKind::dropout), relu},
          {resize(20), conv(3, 5), plain(nn::LayerKind::batch_norm), leaky_relu(0.1f), max_pool(2, 2), conv(4, 3),
           plain(nn::LayerKind::sigmoid), average_pool(6, 6), fully_connected(5), plain(nn::LayerKind::softmax)}}) {
        Asker asker(entry, random_network({1, 28, 28}, layers, 3));
        asker.start.map = 0;
        for (int layer = -1; layer < asker.network.layer_count(); ++layer) {
            asker.start.layer = layer;
            check_sound(asker.ask(std::vector<float>(784, 0.5f)));
        }
    }
}

}  // namespace probe_test
