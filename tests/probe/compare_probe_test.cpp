// Compare two: a network is its own partner, map by map; partners, likeness and answers are explain's.
#include "tests/probe/digit_set.h"

#include "probe/all.h"
#include "probe/compare/alike.h"

using namespace probe_test;
using namespace explain_test;

namespace {

/// The reference's maps of conv1 in another order, and what reads them with them: the same function.
nn::Network permuted(const nn::Network& network) {
    nn::Network made = network;
    const std::vector<int> order = {3, 1, 5, 0, 2, 4};
    const auto at = [](int n) { return static_cast<std::size_t>(n); };
    nn::Parameters &first = made.parameters[0], &second = made.parameters[3];
    const nn::Parameters &from = network.parameters[0], &to = network.parameters[3];
    const std::size_t kernel = from.weight.size() / 6, read = to.weight.size() / 16 / 6;
    for (int i = 0; i < 6; ++i) {
        std::copy_n(from.weight.begin() + static_cast<std::ptrdiff_t>(at(order[at(i)]) * kernel), kernel,
                    first.weight.begin() + static_cast<std::ptrdiff_t>(at(i) * kernel));
        first.bias[at(i)] = from.bias[at(order[at(i)])];
        for (int k = 0; k < 16; ++k)
            std::copy_n(to.weight.begin() + static_cast<std::ptrdiff_t>(at(k * 6 + order[at(i)]) * read), read,
                        second.weight.begin() + static_cast<std::ptrdiff_t>(at(k * 6 + i) * read));
    }
    made.id.value = nn::identity_of(made);
    return made;
}

struct Pair {
    Pair(nn::Network a, nn::Network b, int digits)
        : set(digits), asker(probe::kCompare, std::move(a)), other(std::move(b)) {
        other.id.value = nn::identity_of(other);
        activations = nn::make_activations(other);
        asker.digits = set.digits();
    }
    figure::Figure ask(const std::vector<float>& input) {
        if (!input.empty()) {
            nn::Engine(asker.network).forward(input, asker.activations);
            nn::Engine(other).forward(input, activations);
        }
        probe::Subject subject = asker.subject(input);
        subject.other = &other;
        subject.other_activations = &activations;
        subject.names = {"one", "other"};
        if (!probe) probe = probe::kCompare.make();
        probe->ask(subject);
        int slices = 0;
        while (probe->advance()) REQUIRE(++slices < 100000);
        figure::Figure figure;
        probe->show(figure);
        check_sound(figure);
        return figure;
    }

    DigitSet set;
    Asker asker;
    nn::Network other;
    nn::Activations activations;
    std::unique_ptr<probe::Probe> probe;
};

}  // namespace

TEST_CASE("compare: maps that changed places are found again, and layers stay the same") {
    const nn::Network network = reference_network();
    Pair pair(network, permuted(network), 60);
    const figure::Figure figure = pair.ask(reference_input(7));
    CHECK(figure.finding.find("Both read a 7") != std::string::npos);
    const figure::Group* pool1 = nullptr;
    for (const figure::Group& group : figure.groups)
        if (group.title == "pool1") pool1 = &group;
    REQUIRE(pool1);
    std::vector<std::string> heads(pool1->column_heads.begin() + 1, pool1->column_heads.end());
    std::sort(heads.begin(), heads.end());
    CHECK(heads ==
          std::vector<std::string>{"0/3\n1.00", "1/1\n1.00", "2/4\n1.00", "3/0\n1.00", "4/5\n1.00", "5/2\n1.00"});
    for (std::size_t i = 0; i < 6; ++i)  // A's map above the same picture of B
        CHECK(relative_error(pool1->pictures[i].values, pool1->pictures[6 + i].values) < 1e-4);
    const figure::Picture* same = find_picture(figure, "CKA A pool1 B pool1");
    REQUIRE(same);
    CHECK(static_cast<double>(same->values[0]) == doctest::Approx(1).epsilon(1e-5));
    CHECK(*find_fact(figure, "same answer")->number == 1);
    CHECK(*find_fact(figure, "matched at 0.5 or more, pool1")->number == 6);
}

TEST_CASE("compare: another digit, another network, another sentence") {
    const nn::Network network = reference_network();
    const nn::Network stranger = random_network({1, 28, 28},
                                                {conv(3, 5, 2, 1), plain(nn::LayerKind::relu), max_pool(2, 2),
                                                 fully_connected(10), plain(nn::LayerKind::softmax)},
                                                5);
    Pair twin(network, permuted(network), 40), pair(network, stranger, 40);
    const std::string seven = twin.ask(reference_input(7)).finding, eight = twin.ask(reference_input(8)).finding;
    CHECK(seven != eight);
    CHECK(pair.ask(reference_input(7)).finding != seven);
    pair.asker.set("show", "reconstruction");
    pair.asker.set("partners", "best");
    CHECK_FALSE(pair.ask(reference_input(8)).finding.empty());
    CHECK_FALSE(pair.ask({}).finding.empty());  // an empty page
}

TEST_CASE("compare: one network alone says what is missing, others survive") {
    check_survives(probe::kCompare);
    check_survives_with_digits(probe::kCompare);
    Asker asker(probe::kCompare);
    CHECK(asker.ask(reference_input(7)).finding.find("One network is open") != std::string::npos);
    Pair large(reference_network(),
               random_network({1, 20, 20}, {conv(2, 3), plain(nn::LayerKind::relu), fully_connected(3)}, 2), 10);
    CHECK(large.ask({}).finding.find("same pictures") != std::string::npos);
    Pair maps(reference_network(), random_network({1, 28, 28}, {conv(2, 3), plain(nn::LayerKind::relu)}, 2), 10);
    CHECK(maps.ask({}).finding.find("no answer") != std::string::npos);
}
