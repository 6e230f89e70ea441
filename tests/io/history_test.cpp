// Histories: what is written is read back; what is none is refused; one that is nearly right crashes nothing.
#include "io/history.h"

#include "io/safetensors.h"
#include "tests/io/support.h"

using namespace io_test;

namespace {

nn::Network small(unsigned long long seed, const char* name = "small") {
    nn::Architecture architecture;
    architecture.name = name;
    architecture.input = {1, 4, 4};
    nn::LayerSpec fc;
    fc.kind = nn::LayerKind::fully_connected;
    fc.name = "fc";
    fc.outputs = 3;
    architecture.layers = {fc};
    auto network = nn::make_network(architecture);
    REQUIRE(network.ok());
    nn::initialise(network.value(), seed);
    return network.value();
}

std::vector<io::Moment> three() {
    std::vector<io::Moment> moments;
    for (const std::int64_t batch : {std::int64_t{0}, std::int64_t{12}, std::int64_t{5'000'000'000}})
        moments.push_back({batch, small(static_cast<unsigned long long>(batch) + 1)});
    moments.back().network.card = {{"data", "somebody's"}, {"batches", "9"}};
    return moments;
}

Bytes written(const std::vector<io::Moment>& moments, io::Precision precision = io::Precision::single) {
    const auto bytes = io::write_history(moments, precision);
    REQUIRE(bytes.ok());
    return bytes.value();
}

/// A file of tensors of three weights that are called so.
Bytes file_of(const std::vector<std::string>& names) {
    io::Safetensors file = io::tensors_of(small(1), io::Precision::single), named;
    named.metadata = file.metadata;
    named.metadata[io::kHistoryKey] = "x";
    for (const std::string& name : names) {
        named.tensors[name + "fc.weight"] = file.tensors["fc.weight"];
        named.tensors[name + "fc.bias"] = file.tensors["fc.bias"];
    }
    return io::write_safetensors(named);
}

}  // namespace

TEST_CASE("history: networks come back in the order of their batches, each with its own weights and the card") {
    const std::vector<io::Moment> moments = three();
    const auto back = io::parse_moments(written(moments));
    REQUIRE(back.ok());
    REQUIRE(back.value().size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const io::Moment& moment = back.value()[i];
        CHECK(moment.batch == moments[i].batch);  // 12 is before 5,000,000,000, though not as text
        CHECK(moment.network.parameters[0].weight == moments[i].network.parameters[0].weight);
        CHECK(moment.network.card.at("data") == "somebody's");
        CHECK(moment.network.card.at("batches") == std::to_string(moment.batch));
        CHECK(moment.network.card.count(io::kHistoryKey) == 0);
    }
    CHECK(nn::identity_of(back.value()[0].network) == nn::identity_of(moments[0].network));
    const Bytes half = written(moments, io::Precision::half);
    CHECK(half.size() < written(moments).size());
    CHECK(io::parse_moments(half).ok());
}

TEST_CASE("history: a model's file is one checkpoint, and a history no model") {
    const auto one = io::parse_moments(io::write_model(small(3)));
    REQUIRE(one.ok());
    REQUIRE(one.value().size() == 1);
    CHECK(one.value()[0].batch == 0);
    CHECK_SAYS(io::parse_model(written(three())), "several checkpoints");
}

TEST_CASE("history: what is none is refused in a sentence") {
    CHECK_SAYS(io::write_history({}), "no checkpoint");
    std::vector<io::Moment> moments = three();
    std::swap(moments[0], moments[1]);
    CHECK_SAYS(io::write_history(moments), "rising batches, found 0 after 12");
    moments = three();
    moments[1].network = small(1, "other");
    CHECK_SAYS(io::write_history(moments), "one architecture");
    std::vector<io::Moment> many;
    for (int i = 0; i < 65; ++i) many.push_back({i, small(1)});
    CHECK_SAYS(io::write_history(many), "at most 64 checkpoints, found 65");

    CHECK(io::parse_moments(file_of({"0/", "999999999999999/"})).ok());
    for (const char* name : {"", "x/", "-1/", "01/", "1e3/", " 1/", "1", "/", "1234567890123456/", "3/4/"})
        CHECK_FALSE_MESSAGE(io::parse_moments(file_of({"0/", name})).ok(), name);
    CHECK_SAYS(io::parse_moments(file_of({})), "no checkpoint");
    std::vector<std::string> names;
    for (int i = 0; i < 65; ++i) names.push_back(std::to_string(i) + "/");
    CHECK_SAYS(io::parse_moments(file_of(names)), "at most 64");
    io::Safetensors lacking = io::parse_safetensors(written(three())).value();
    lacking.tensors.erase("12/fc.bias");
    CHECK_SAYS(io::parse_moments(io::write_safetensors(lacking)), "after 12 batches: the model file has no tensor");
}
