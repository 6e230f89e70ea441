// Evolution: toy checkpoints whose story is known, the finding's words, rows, and runs of every kind of network.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "explain/evolution.h"
#include "probe/all.h"
#include "probe/evolution/rows.h"
#include "probe/evolution/words.h"
#include "tests/probe/asking.h"
#include "tests/probe/digit_set.h"

using namespace probe_test;

namespace {

/// A network whose weights go from those of one seed to those of another, the upper layers later.
nn::Network between(const nn::Network& from, const nn::Network& to, int moved) {
    nn::Network network = from;
    int layer = 0;
    for (std::size_t i = 0; i < network.parameters.size(); ++i)
        if (!network.parameters[i].weight.empty() && layer++ < moved) network.parameters[i] = to.parameters[i];
    return network;
}

/// Asks about a run of these networks, whose last one is the asker's own.
struct Run {
    explicit Run(std::vector<nn::Network> networks, std::vector<std::int64_t> batches)
        : asker(probe::kEvolution, networks.back()) {
        for (std::size_t i = 0; i < networks.size(); ++i)
            history.push_back({batches[i], nn::publish(std::move(networks[i]))});
    }

    figure::Figure ask(int moment = 0, const std::vector<float>& input = {}) {
        if (!probe) probe = asker.entry.make();
        probe::Subject subject = asker.subject(input);
        subject.history = history;
        subject.moment = moment;
        probe->ask(subject);
        int slices = 0;
        while (probe->advance()) REQUIRE(++slices < 100000);
        figure::Figure figure;
        probe->show(figure);
        return figure;
    }

    Asker asker;
    std::vector<explain::Checkpoint> history;
    std::unique_ptr<probe::Probe> probe;
};

nn::Network lenet(unsigned long long seed) {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), seed);
    return network.value();
}

/// conv1, then conv2, and so on become what they are at the end.
Run from_below() {
    const nn::Network first = lenet(1), last = lenet(2);
    return Run({first, between(first, last, 1), between(first, last, 2), between(first, last, 3),
                between(first, last, 4), last},
               {0, 1, 16, 256, 4096, 50'000});
}

}  // namespace

TEST_CASE("evolution: lower layers that settle first are said to, with the batch of each") {
    Run run = from_below();
    const DigitSet digits(40);
    run.asker.digits = digits.digits();
    const figure::Figure figure = run.ask(2);
    check_sound(figure);
    CHECK(figure.finding.starts_with("Lower layers settle first: pool1"));
    CHECK_MESSAGE(figure.finding.ends_with(", the answer after 50,000 batches."), figure.finding);
    const figure::Plot* plot = find_plot(figure, "likeness to the last checkpoint");
    REQUIRE(plot != nullptr);
    CHECK(plot->log_x);
    CHECK(plot->cursor == 16.0f);
    REQUIRE(plot->series.size() == 6);  // five layers and the dots
    CHECK(plot->series[0].y[1] == doctest::Approx(1).epsilon(1e-5));
    CHECK(plot->series[4].y[1] < 0.95f);
    const figure::Picture* change = find_picture(figure, "weights changed, fc1");
    REQUIRE(change != nullptr);
    CHECK(change->values[1] == 0.0f);
    CHECK(change->values[2] > 1.0f);  // from one random matrix to another
}

TEST_CASE("evolution: squares are the strongest projections; a bar says that another digit took over") {
    Run run = from_below();
    const DigitSet digits(40);
    run.asker.digits = digits.digits();
    const figure::Figure figure = run.ask(5);
    const figure::Group& table = figure.groups.at(0);
    REQUIRE(table.column_heads.size() == 7);
    CHECK(table.column_heads[6].starts_with("50,000\n"));
    REQUIRE(table.row_heads.size() == 11);
    CHECK(table.row_heads[0] == "pool1\t0");
    CHECK(table.row_heads[6].starts_with("pool2\t"));
    REQUIRE(table.pictures.size() == 66);
    CHECK(std::count_if(table.pictures.begin(), table.pictures.end(), [](const auto& p) { return p.chosen; }) == 1);
    for (std::size_t i = 0; i < 6; ++i) {  // map 0 of pool1 changed at batch 1, and never again
        CHECK_MESSAGE((!table.pictures[i].novel || i == 1), table.pictures[i].name);
        CHECK(table.pictures[i].click.checkpoint == static_cast<int>(i));
        CHECK((table.pictures[i].values == table.pictures[1].values) == (i != 0));
    }
    // The same by hand: the strongest unit of pool1's map 0 among all digits, at the end.
    const nn::Network& last = *run.history.back().network;
    nn::Engine engine(last);
    nn::Activations activations = nn::make_activations(last);
    float best = 0;
    for (int i = 0; i < digits.digits().count(); ++i) {
        engine.forward(probe::digit_input(digits.digits(), i), activations);
        for (const float value : activations.output(2).map(0)) best = std::max(best, value);
    }
    CHECK(table.pictures[5].caption.ends_with(": " + figure::number(static_cast<double>(best))));
}

TEST_CASE("evolution: the own digit goes through the same checkpoints") {
    Run run = from_below();
    const DigitSet digits(40);
    run.asker.digits = digits.digits();
    run.asker.set("of", "my");
    const figure::Figure empty = run.ask();
    CHECK(empty.finding.starts_with("Draw a digit"));
    const figure::Figure drawn = run.ask(0, explain_test::reference_input(7));
    CHECK(drawn.finding.starts_with("Your digit is read as "));
    CHECK(std::none_of(drawn.groups[0].pictures.begin(), drawn.groups[0].pictures.end(),
                       [](const figure::Picture& p) { return p.novel; }));
    check_sound(drawn);
    REQUIRE(run.probe->has_animation());
    const std::vector<figure::Picture> frames = run.probe->animation();
    REQUIRE(frames.size() == 6);
    for (const figure::Picture& frame : frames) {
        CHECK(frame.width == frames[0].width);
        CHECK(frame.values.size() == static_cast<std::size_t>(frame.width * frame.height));
    }
}

TEST_CASE("evolution: without a history, or without digits, it says so") {
    Asker alone(probe::kEvolution);
    CHECK(alone.ask({}).finding.starts_with("This network has no history"));
    Run run = from_below();
    CHECK(run.ask().finding.find("not here yet") != std::string::npos);
}

TEST_CASE("evolution: findings say what is true of the numbers and no more") {
    const auto words = [](const std::vector<int>& answers) {
        return probe::answer_history_words(lenet(1), answers, {0, 4, 1024});
    };
    CHECK(words({7, 7, 7}) == "Your digit is read as 7 at every checkpoint.");
    CHECK(words({3, 1, 7}) == "Your digit is read as 7 since batch 1,024; at batch 4 it was a 1.");
    CHECK(words({7, 1, 1}) == "Your digit is read as 1 since batch 4; at batch 0 it was a 7.");
    CHECK(probe::after_words(1) == "after 1 batch");
    CHECK(probe::after_words(5'000'000'000) == "after 5,000,000,000 batches");

    const nn::Network last = lenet(2);
    const DigitSet digits(40);
    Run still({last, last}, {0, 8});
    still.asker.digits = digits.digits();
    CHECK(still.ask().finding == "All layers settle together: before the first batch.");
    nn::Network dead = last;
    for (nn::Parameters& p : dead.parameters) std::fill(p.weight.begin(), p.weight.end(), 0.0f);
    Run zeros({dead, last}, {0, 8});
    zeros.asker.digits = digits.digits();
    CHECK(zeros.ask().finding.starts_with("Who settles first cannot be said"));
}

TEST_CASE("evolution: where the answer settles before a layer below it, lower layers are not said to settle first") {
    const auto dense = [](std::vector<float> below, std::vector<float> above) {
        nn::Network network = explain_test::random_network(
            {1, 2, 2}, {explain_test::fully_connected(2), explain_test::fully_connected(2)}, 1);
        network.parameters[0].weight = std::move(below);
        network.parameters[1].weight = std::move(above);
        for (nn::Parameters& p : network.parameters) std::fill(p.bias.begin(), p.bias.end(), 0.0f);
        return nn::publish(std::move(network));
    };
    // One feature is ten times as long at first, which the layer above makes up for.
    const std::vector<explain::Checkpoint> run{{0, dense({10, 0, 0, 0, 0, 1, 0, 0}, {0.1f, 0, 0, 1})},
                                               {64, dense({1, 0, 0, 0, 0, 1, 0, 0}, {1, 0, 0, 1})}};
    const std::vector<std::uint8_t> pixels{255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 200, 90, 0, 100},
        labels{0, 1, 0, 1};
    explain::Evolution evolution({{1, 2, 2}, pixels, labels, 1}, 4);
    evolution.follow(run);
    while (evolution.advance(10)) {
    }
    const std::string below = run[0].network->layer(0).name;
    CHECK(probe::settling_words(evolution) ==
          "Lower layers do not always settle first: the answer before the first "
          "batch, " +
              below + " after 64 batches.");
}

TEST_CASE("evolution: the selected map is among the rows, whichever are asked for") {
    Run run = from_below();
    const DigitSet digits(10);
    explain::Evolution evolution(digits.digits(), 10);
    evolution.follow(run.history);
    using probe::MapRow, probe::RowChoice;
    MapRow chosen;
    const explain::Start pool2{5, explain::Keep::whole_map, 13, 0}, fc1{7, explain::Keep::whole_map, 100, 0};
    CHECK(probe::rows_of(evolution, RowChoice::both, pool2, chosen).size() == 11);
    CHECK(chosen == MapRow{1, 13});
    CHECK(probe::rows_of(evolution, RowChoice::lower, pool2, chosen).size() == 6);
    CHECK(chosen == MapRow{0, 0});
    CHECK(probe::rows_of(evolution, RowChoice::upper, pool2, chosen).size() == 16);
    const std::vector<MapRow> units = probe::rows_of(evolution, RowChoice::units, fc1, chosen);
    REQUIRE(units.size() == 12);
    CHECK(units[0] == MapRow{2, 96});
    CHECK(chosen == MapRow{2, 100});
}

TEST_CASE("evolution: runs of other networks break nothing") {
    using namespace explain_test;
    const DigitSet digits(12);
    const nn::LayerSpec relu = plain(nn::LayerKind::relu);
    for (const std::vector<nn::LayerSpec>& layers :
         {std::vector<nn::LayerSpec>{conv(3, 5, 2, 1), plain(nn::LayerKind::tanh), average_pool(2, 2),
                                     fully_connected(4)},
          {fully_connected(6), relu, fully_connected(3), plain(nn::LayerKind::softmax)},
          {max_pool(2, 2), conv(2, 3), plain(nn::LayerKind::dropout), relu},
          {max_pool(2, 2), relu}}) {
        Run run({random_network({1, 28, 28}, layers, 3), random_network({1, 28, 28}, layers, 4)}, {0, 3});
        run.asker.digits = digits.digits();
        run.asker.start.map = 0;
        for (const char* rows : {"both", "lower", "upper", "units"})
            for (const char* of : {"data", "my"}) {
                run.asker.set("rows", rows);
                run.asker.set("of", of);
                for (int layer = -1; layer < run.asker.network.layer_count(); ++layer) {
                    run.asker.start.layer = layer;
                    check_sound(run.ask(1, std::vector<float>(784, 0.5f)));
                }
            }
    }
}
