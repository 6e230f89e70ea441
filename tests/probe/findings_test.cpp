// The sentences that the probes find: of these numbers and no others, and true where there is nothing to find.
#include "tests/probe/digit_set.h"

#include <limits>

#include "probe/all.h"
#include "probe/finding.h"

using namespace probe_test;
using namespace explain_test;

namespace {

bool says(const std::string& finding, const std::string& words) {
    const bool found = finding.find(words) != std::string::npos;
    CHECK_MESSAGE(found, "'", finding, "' does not say '", words, "'");
    return found;
}

/// A network whose last layer gives scores, no probabilities.
nn::Network without_softmax() {
    return random_network({1, 28, 28}, {conv(4, 5), plain(nn::LayerKind::relu), max_pool(2, 2), fully_connected(5)}, 3);
}

/// The reference network that answers with zeros, so that nothing leads anywhere.
nn::Network silent() {
    nn::Network network = reference_network();
    for (nn::Parameters& parameters : network.parameters) {
        std::fill(parameters.weight.begin(), parameters.weight.end(), 0.0f);
        std::fill(parameters.bias.begin(), parameters.bias.end(), -1.0f);
    }
    return network;
}

}  // namespace

TEST_CASE("findings: words for shares and places claim no more than their numbers") {
    CHECK(probe::share_words(0.9994) == "over 99.9 %");
    CHECK(probe::share_words(0.0004) == "under 0.1 %");
    CHECK(probe::share_words(0.5) == "50.0 %");
    CHECK(probe::plural(1, "map") == "1 map");
    CHECK(probe::plural(2000, "map") == "2,000 maps");
    CHECK(probe::so_far(1) == "");
    CHECK(probe::so_far(0.999).find("99 %") != std::string::npos);
    std::vector<float> page(784, 0.0f);
    const nn::Shape shape{1, 28, 28};
    CHECK(probe::place_words(27, 1, page, shape) == "upper right");
    for (int i = 0; i < 9; ++i) page[probe::index((2 + i) * 28 + 20)] = page[probe::index(2 * 28 + 12 + i)] = 1;
    CHECK(probe::place_words(20.5f, 10.5f, page, shape) == "lower right");  // of the ink's box
    CHECK(probe::place_words(16.5f, 6.5f, page, shape) == "middle");
}

TEST_CASE("findings: every probe says something on an empty page, without digits, half done and of any network") {
    const DigitSet set(24);
    for (const probe::Entry* entry : probe::entries()) {
        CAPTURE(std::string(entry->id));
        for (const nn::Network& network : {reference_network(), without_softmax(), silent()}) {
            Asker asker(*entry, network);
            asker.start = {0, explain::Keep::whole_map, 1, 0};
            CHECK_FALSE(asker.ask({}).finding.empty());
            CHECK_FALSE(asker.ask(set.input(0)).finding.empty());
            asker.digits = set.digits();
            asker.cache = {};
            nn::Engine(asker.network).forward(set.input(1), asker.activations);
            asker.probe->ask(asker.subject(set.input(1)));
            for (int slice = 0; slice < 40; ++slice) {
                const std::string finding = asker.show().finding;
                CHECK_FALSE(finding.empty());
                CHECK_MESSAGE(finding.find("nan") == std::string::npos, finding);
                if (!asker.probe->advance()) break;
            }
            CHECK(asker.show().finding.back() == '.');
        }
    }
}

TEST_CASE("findings: methods tell the pair that agrees most and the one that agrees least") {
    Asker asker(probe::kMethods);
    const figure::Figure figure = asker.ask(reference_input(3), 3);
    const figure::Picture* table = find_picture(figure, "correlations");
    REQUIRE(table);
    float most = -2, least = 2;
    for (int a = 0; a < 6; ++a)
        for (int b = a + 1; b < 6; ++b) {
            most = std::max(most, table->values[probe::index(a * 6 + b)]);
            least = std::min(least, table->values[probe::index(a * 6 + b)]);
        }
    says(figure.finding, "(" + figure::number(static_cast<double>(most)) + ")");
    says(figure.finding, "(" + figure::number(static_cast<double>(least)) + ")");
    CHECK(asker.ask(reference_input(7), 7).finding != figure.finding);
    asker.probe->ask(asker.subject(reference_input(3), 3));
    says(asker.show().finding, "So far");
    Asker blank(probe::kMethods, silent());
    says(blank.ask(reference_input(3)).finding, "can be compared");
}

TEST_CASE("findings: pooling softens a move or does not") {
    Asker asker(probe::kPooling);
    const figure::Figure figure = asker.ask(reference_input(3));
    const double before = *find_fact(figure, "relative change of relu2")->number,
                 after = *find_fact(figure, "relative change of pool2")->number;
    CHECK(after < 0.95 * before);
    says(figure.finding, "Pooling softens this move");
    says(figure.finding, "pool2 by " + figure::number(100 * after) + " %");
    CHECK(asker.ask(reference_input(7)).finding != figure.finding);
    asker.set("right", "0");
    says(asker.ask(reference_input(3)).finding, "stands where it was drawn");
    Asker flat(probe::kPooling, random_network({1, 28, 28}, {fully_connected(3)}, 3));
    says(flat.ask(reference_input(3)).finding, "pools nowhere");
}

TEST_CASE("findings: ideal pictures are read as what they were made for, or a score rises") {
    Asker asker(probe::kMaximise);
    asker.set("steps", "64");
    const figure::Figure figure = asker.ask({});
    int right = 0;
    for (int k = 0; k < 10; ++k) {
        const std::vector<float> read =
            run(asker.network, find_picture(figure, "class " + std::to_string(k))->values).outputs.back().data;
        right += probe::largest(read) == k;
    }
    says(figure.finding, "reads " + std::to_string(right) + " of these 10 pictures");
    asker.set("of", "selection");
    const std::string rises = asker.ask({}).finding;
    says(rises, "The score of pool2 map 3 rises from ");
    asker.start.map = 5;
    says(asker.ask({}).finding, "pool2 map 5");
    asker.start.map = 6;
    asker.probe->ask(asker.subject({}));
    says(asker.show().finding, "has not been climbed yet");
}

TEST_CASE("findings: the feature path names what lifts the selected unit most") {
    Asker asker(probe::kLadder);
    const figure::Figure figure = asker.ask(reference_input(3));
    says(figure.finding, "pool2 map 3 answers with ");
    says(figure.finding, "what lifts it most is pool1 map ");
    asker.start.map = 7;
    says(asker.ask(reference_input(3)).finding, "pool2 map 7 answers with ");
    asker.start.layer = 0;
    asker.start.map = 2;
    says(asker.ask(reference_input(3)).finding, "reads the pixels themselves");
}

TEST_CASE("findings: of moved digits those that are still read right are counted") {
    const DigitSet set(30);
    Asker asker(probe::kInvariance);
    asker.digits = set.digits();
    asker.set("n", "0");
    const std::string down = asker.ask({}).finding;
    says(down, "Moved 2.00 pixels down, ");
    asker.set("shift", "0");
    asker.set("rotation", "180");
    const figure::Figure turned = asker.ask({});
    CHECK(turned.finding != down);
    int right = 0, all = 0;
    for (const figure::Picture& picture : turned.groups[0].pictures) {
        right += picture.caption.find("read as") == std::string::npos;
        ++all;
    }
    says(turned.finding, std::to_string(right) + " of " + probe::plural(all, "digit"));
    asker.set("rotation", "0");
    says(asker.ask({}).finding, "As they were drawn");
    asker.set("whose", "own");
    says(asker.ask(set.input(1)).finding, "your digit is read as 7");
    says(asker.ask({}).finding, "The page is empty");
}

TEST_CASE("findings: what is off, the answer, and how many digits fewer are read") {
    const DigitSet set(60);
    Asker asker(probe::kLesions);
    asker.digits = set.digits();
    asker.set("n", "50");
    asker.set("selection", "layer");
    const figure::Figure figure = asker.ask(set.input(2));
    const int lost = static_cast<int>(std::lround(-60 * *find_fact(figure, "change")->number));
    says(figure.finding, "Without pool2");
    CHECK(lost > 0);
    says(figure.finding, "it reads " + std::to_string(lost) + " fewer of 60 digits.");
    asker.set("selection", "stays");
    says(asker.ask(set.input(2)).finding, "Nothing is switched off");
    asker.set("off", "relu1");
    says(asker.ask(set.input(2)).finding, "Without relu1, the answer ");
    asker.digits = {};
    asker.cache = {};
    CHECK(asker.ask(set.input(2)).finding.find("digits") == std::string::npos);
    says(asker.ask({}).finding, "draw a digit");
}

TEST_CASE("findings: the part against random spots at one place") {
    const DigitSet set(30);
    Asker asker(probe::kCorrespondence);
    asker.digits = set.digits();
    asker.set("class", "3");
    asker.set("n", "40");
    const figure::Figure figure = asker.ask({});
    says(figure.finding, figure::percent(*find_fact(figure, "pool2, upper part")->number) + " of pool2's features");
    const double gap =
        std::fabs(*find_fact(figure, "pool2, upper part")->number - *find_fact(figure, "pool2, same place")->number);
    const float deviation = find_plot(figure, "sign changes by layer")->series[1].high[5] -
                            find_plot(figure, "sign changes by layer")->series[1].y[5];
    CHECK((figure.finding.find("no clear difference") == std::string::npos) == (gap > static_cast<double>(deviation)));
    asker.set("class", "7");
    CHECK(asker.ask({}).finding != figure.finding);
    asker.set("part", "drawn");
    says(asker.ask({}).finding, "Draw a loop");
    asker.digits = {};
    says(asker.ask({}).finding, "not here yet");
}

TEST_CASE("findings: how much of a picture random weights and another map leave") {
    Asker asker(probe::kSanity);
    const figure::Figure figure = asker.ask(reference_input(7));
    says(figure.finding, "'s correlates " + figure::number(*find_fact(figure, "correlation, other map")->number));
    says(figure.finding,
         "With random weights the picture correlates " +
             figure::number(static_cast<double>(find_plot(figure, "likeness by depth")->series[0].y.back())));
    CHECK(asker.ask(reference_input(3)).finding != figure.finding);
    Asker blank(probe::kSanity, silent());
    says(blank.ask(reference_input(7)).finding, "is blank");
}

TEST_CASE("findings: the self-check counts what fails, and does not claim what it has not seen") {
    Asker asker(probe::kSelfCheck);
    nn::Engine(asker.network).forward(reference_input(7), asker.activations);
    asker.probe = asker.entry.make();
    asker.probe->ask(asker.subject({}));
    says(asker.show().finding, "So far");
    const figure::Figure figure = asker.ask({});
    says(figure.finding, "The way down mirrors the way up in ");
    CHECK(figure.finding.find("PyTorch") == std::string::npos);  // it has not come
    CHECK(figure.finding.find("digit") == std::string::npos);
    const DigitSet set(24);
    asker.digits = set.digits();
    says(asker.ask({}).finding, "% of 24 digits are read right.");
}

TEST_CASE("findings: the way down counts its steps and pixels; a bug says what it did") {
    Asker asker(probe::kDeconvnet);
    const figure::Figure figure = asker.ask(reference_input(3));
    const std::vector<float>& pixels = find_picture(figure, "stage 7")->values;
    const auto lit = std::count_if(pixels.begin(), pixels.end(), [](float v) { return v != 0; });
    says(figure.finding, "6 steps lead from pool2 map 3 back to " + std::to_string(lit) + " of 784 pixels");
    asker.start.map = 7;
    CHECK(asker.ask(reference_input(3)).finding != figure.finding);
    asker.set("mistake", "unflipped");
    const figure::Figure wrong = asker.ask(reference_input(3));
    says(wrong.finding, "correlates " + figure::number(*find_fact(wrong, "correlation with")->number));
    Asker blank(probe::kDeconvnet, silent());
    says(blank.ask(reference_input(3)).finding, "is silent here");
}
