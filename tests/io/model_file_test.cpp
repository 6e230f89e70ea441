// Model files and architectures: the round trip, PyTorch's bare files, and files that are wrong.
#include "paths.h"
#include "tests/io/support.h"

#include <cmath>

#include "io/file.h"
#include "io/model_file.h"
#include "io/safetensors.h"

using namespace io_test;

namespace {

io::Safetensors content_of(const nn::Network& network) {
    auto content = io::parse_safetensors(io::write_model(network));
    REQUIRE(content.ok());
    return content.value();
}

std::string said(const io::Safetensors& content) { return message_of(io::parse_model(io::write_safetensors(content))); }
std::string architecture_said(const std::string& text) { return message_of(io::architecture_from_json(text)); }

}  // namespace

TEST_CASE("model file: a network comes back as it was, card and all") {
    nn::Network network = random_lenet5();
    network.card = {{"data", "MNIST train[10000:60000]"}, {"epochs", "3"}};
    const Bytes bytes = io::write_model(network);
    const auto back = io::parse_model(bytes);
    REQUIRE_MESSAGE(back.ok(), message_of(back));
    CHECK(back.value().architecture == network.architecture);
    CHECK(back.value().card == network.card);
    for (std::size_t i = 0; i < network.parameters.size(); ++i) {
        CHECK(back.value().parameters[i].weight == network.parameters[i].weight);
        CHECK(back.value().parameters[i].bias == network.parameters[i].bias);
    }
    CHECK(io::write_model(back.value()) == bytes);
}

TEST_CASE("model file: LeNet-5's tensors without an architecture are LeNet-5") {
    const auto network = io::parse_model(read_test_file(project_file("tests/reference/lenet5_reference.safetensors")));
    REQUIRE_MESSAGE(network.ok(), message_of(network));
    CHECK(network.value().architecture == nn::lenet5());
    CHECK(network.value().parameter_count() == 61'706);
    CHECK(contains(network.value().card.at("note"), "reference"));
}

TEST_CASE("model file: what was assumed is said, and only where something was") {
    io::Safetensors bare = content_of(random_lenet5());
    CHECK(io::assumed(io::parse_model(io::write_safetensors(bare)).value()).empty());
    bare.metadata.clear();
    const auto network = io::parse_model(io::write_safetensors(bare));
    REQUIRE(network.ok());
    CHECK(io::assumed(network.value()) == "28 x 28, 0 to 1, ReLU, max-pooling");
    // A file that is saved from it still rests on that.
    CHECK(!io::assumed(io::parse_model(io::write_model(network.value())).value()).empty());
}

TEST_CASE("model file: weights of half the size, and of twice") {
    const auto file = [](const std::string& dtype, const Bytes& data) {
        const std::size_t size = data.size() / 2;
        return safetensors_file(R"({"__metadata__":{"architecture":"{\"input\":[1,1,1],\"layers\":[)"
                                R"({\"kind\":\"fully_connected\",\"name\":\"fc\",\"outputs\":1}]}"},)"
                                R"("fc.weight":{"dtype":")" +
                                    dtype + R"(","shape":[1,1],"data_offsets":[0,)" + std::to_string(size) +
                                    R"(]},"fc.bias":{"dtype":")" + dtype + R"(","shape":[1],"data_offsets":[)" +
                                    std::to_string(size) + "," + std::to_string(2 * size) + "]}}",
                                data);
    };
    const auto half = io::parse_model(file("F16", {0, 0x3c, 0, 0xc0}));
    REQUIRE_MESSAGE(half.ok(), message_of(half));
    CHECK(half.value().parameters[0].weight == std::vector<float>{1});
    CHECK(half.value().parameters[0].bias == std::vector<float>{-2});
    CHECK(io::parse_model(file("BF16", {0x80, 0x3f, 0, 0})).ok());
    CHECK(io::parse_model(file("F64", {0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0})).ok());
    CHECK_SAYS(io::parse_model(file("F16", {0, 0x7e, 0, 0})), "'fc.weight' holds a number that is NaN or infinite");
    CHECK_SAYS(io::parse_model(file("BF16", {0, 0, 0x80, 0x7f})), "'fc.bias' holds a number that is NaN or infinite");
}

TEST_CASE("model file: tensors that are missing, misshapen, foreign, of another type or not finite") {
    const io::Safetensors good = content_of(random_lenet5());
    io::Safetensors bad = good;
    bad.tensors.erase("conv2.bias");
    CHECK(contains(said(bad), "no tensor 'conv2.bias', expected with shape (16)"));
    bad = good;
    bad.tensors["fc1.weight"].shape = {400, 120};
    CHECK(contains(said(bad), "'fc1.weight' has shape (400, 120), expected (120, 400)"));
    bad = good;
    bad.tensors["extra"] = {{1}, {0}};
    CHECK(contains(said(bad), "'extra' belongs to no layer"));
    bad = good;
    bad.tensors["conv1.weight"].data[3] = NAN;
    CHECK(contains(said(bad), "'conv1.weight' holds a number that is NaN or infinite"));
    bad = good;
    bad.tensors["fc3.bias"].data[9] = -INFINITY;
    CHECK(contains(said(bad), "'fc3.bias' holds a number that is NaN or infinite"));
    bad = good;
    bad.metadata["architecture"] = "{";
    CHECK(contains(said(bad), "the architecture is not valid JSON"));
}

TEST_CASE("model file: no architecture, and none that follows") {
    io::Safetensors bad = content_of(random_lenet5());
    bad.metadata.clear();
    bad.tensors.erase("conv1.weight");
    CHECK(contains(said(bad), "no architecture in its metadata, and none follows: the tensors of 'conv1' are neither"));
    bad = content_of(random_lenet5());
    bad.metadata.clear();
    bad.tensors["fc1.weight"] = {{120, 401}, std::vector<float>(120 * 401)};
    CHECK(contains(said(bad), "none follows: no padding and pooling gives the 401 inputs that 'fc1' reads"));
    bad = content_of(random_lenet5());
    bad.metadata.clear();
    bad.tensors["fc2.weight"] = {{84, 119}, std::vector<float>(84 * 119)};
    CHECK(contains(said(bad), "'fc2' reads 119 channels or units, and 120 come from the layer before it"));
}

TEST_CASE("model file: the engine's reader takes ours and LeNet-5, and guesses nothing") {
    const auto bytes_of = [](const char* file) { return io::read_file(project_file(file)).value(); };
    for (const char* file : {"weights/lenet5.safetensors", "weights/lenet5-1998.safetensors"}) {
        const auto own = io::parse_own_model(bytes_of(file)), any = io::parse_model(bytes_of(file));
        REQUIRE(own);
        CHECK(nn::identity_of(own.value()) == nn::identity_of(any.value()));
        CHECK(own.value().card == any.value().card);
    }
    REQUIRE(io::parse_model(bytes_of("tests/models/keras.safetensors")));
    CHECK(contains(io::parse_own_model(bytes_of("tests/models/keras.safetensors")).message(), "unpool convert"));
    for (const char* file : {"tests/models/state-dict.pt", "tests/models/plain.onnx"}) {
        REQUIRE(io::parse_model(bytes_of(file)));
        CHECK(contains(io::parse_own_model(bytes_of(file)).message(), "not a safetensors file"));
    }
    CHECK(contains(io::parse_own_model(bytes_of("weights/lenet5-history.safetensors")).message(), "checkpoints"));
}

TEST_CASE("model file: integers are no weights") {
    const std::string header =
        R"({"__metadata__":{"architecture":"{\"input\":[1,1,1],\"layers\":[{\"kind\":\"fully_connected\",)"
        R"(\"name\":\"fc\",\"outputs\":1}]}"},)"
        R"("fc.weight":{"dtype":"I32","shape":[1,1],"data_offsets":[0,4]},)"
        R"("fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})";
    CHECK_SAYS(io::parse_model(safetensors_file(header, Bytes(8))), "'fc.weight' has dtype I32");
}

TEST_CASE("architecture: every kind of layer survives JSON") {
    nn::Architecture all;
    all.name = "all \"kinds\"";
    all.input = {3, 12, 10};
    all.layers = {{nn::LayerKind::conv, "c", 4, 3, 2, 1, 0},
                  {nn::LayerKind::tanh, "t"},
                  {nn::LayerKind::max_pool, "m", 0, 2, 2},
                  {nn::LayerKind::average_pool, "a", 0, 2, 1},
                  {nn::LayerKind::relu, "r"},
                  {nn::LayerKind::dropout, "d", 0, 0, 1, 0, 0.1f},
                  {nn::LayerKind::fully_connected, "f", 10},
                  {nn::LayerKind::softmax, "s"}};
    nn::LayerSpec leak{nn::LayerKind::leaky_relu, "l"}, size{nn::LayerKind::resize, "z"};
    leak.slope = 0.03f;
    size.side = 9;
    all.layers.insert(all.layers.begin(),
                      {size, leak, {nn::LayerKind::sigmoid, "g"}, {nn::LayerKind::batch_norm, "b"}});
    const std::string text = io::architecture_to_json(all);
    const auto back = io::architecture_from_json(text);
    REQUIRE_MESSAGE(back.ok(), message_of(back));
    CHECK(back.value() == all);
    CHECK(contains(text, "\"rate\":0.1}") == true);
}

TEST_CASE("architecture: left-out strides and paddings are PyTorch's") {
    const auto read =
        io::architecture_from_json(R"({"input":[1,8,8],"layers":[{"kind":"conv","name":"c","outputs":2,"kernel":3},)"
                                   R"({"kind":"max_pool","name":"p","kernel":3}]})");
    REQUIRE(read.ok());
    CHECK(read.value().layers[0].stride == 1);
    CHECK(read.value().layers[0].padding == 0);
    CHECK(read.value().layers[1].stride == 3);
}

TEST_CASE("architecture: what is wrong is said") {
    CHECK(contains(architecture_said(""), "not valid JSON"));
    CHECK(contains(architecture_said("[]"), "not a JSON object"));
    CHECK(contains(architecture_said(R"({"layers":[]})"), "needs \"input\""));
    CHECK(contains(architecture_said(R"({"input":[1,0,28],"layers":[]})"), "needs \"input\""));
    CHECK(contains(architecture_said(R"({"name":3,"input":[1,8,8]})"), "\"name\" is not a text"));
    CHECK(contains(architecture_said(R"({"input":[1,8,8]})"), "needs \"layers\""));
    CHECK(contains(architecture_said(R"({"input":[1,8,8],"layers":[7]})"),
                   "layer 1 of the architecture needs a \"kind\""));
    CHECK(contains(architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"lstm","name":"l"}]})"),
                   "unknown kind 'lstm'"));
    CHECK(contains(architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"relu","name":""}]})"),
                   "name of 1 to 64 bytes"));
    CHECK(contains(architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"conv","name":"c","outputs":2}]})"),
                   "layer 1 of the architecture ('c') needs \"kernel\""));
    CHECK(contains(
        architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"conv","name":"c","outputs":1e9,"kernel":3}]})"),
        "needs \"outputs\""));
    CHECK(contains(
        architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"max_pool","name":"p","kernel":2,"stride":0}]})"),
        "needs \"stride\""));
    CHECK(contains(architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"dropout","name":"d","rate":1.0}]})"),
                   "needs a \"rate\""));
    CHECK(contains(
        architecture_said(R"({"input":[1,8,8],"layers":[{"kind":"dropout","name":"d","rate":0.99999999999}]})"),
        "needs a \"rate\""));
}
