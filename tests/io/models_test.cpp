// Files that frameworks wrote (tests/models, by make_models.py) give the numbers that the frameworks gave.
#include "paths.h"
#include "tests/io/support.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/foreign/open_model.h"
#include "io/model_file.h"
#include "io/model_files.h"
#include "nn/fold.h"
#include "nn/forward.h"

using namespace io_test;

namespace {

struct Case {
    const char* file;
    const char* source;     ///< what it is found to be
    io::Assumed assumed{};  ///< what the file does not say
    const char* note = "";  ///< a note on the card
};

const Case kCases[] = {
    {"state-dict.pt", "a PyTorch state dict (zip)"},
    {"state-dict-old.pt", "a PyTorch state dict (the format before 1.6)"},
    {"module.pt", "a PyTorch module (zip)", {}, "a softmax was put at the end"},
    {"module-old.pt", "a PyTorch module (the format before 1.6)"},
    {"checkpoint.pt", "a PyTorch checkpoint (zip)", {}, "taken from 'model_state_dict'"},
    {"data-parallel.pt", "a PyTorch checkpoint (zip)"},
    {"compiled.pth", "a PyTorch state dict (zip)"},
    {"data-parallel-module.pt", "a PyTorch module (zip)"},
    {"class.pt", "a PyTorch module (zip)", {}, "the class 'Net' is not in the file"},
    {"half.pt", "a PyTorch state dict (zip)"},
    {"bfloat16.pt", "a PyTorch state dict (zip)"},
    {"double.pt", "a PyTorch state dict (zip)"},
    {"strided.pt", "a PyTorch state dict (zip)"},
    {"strided-old.pt", "a PyTorch state dict (the format before 1.6)"},
    {"batch-norm.pt", "a PyTorch module (zip)", {}, ""},
    {"plain.onnx", "an ONNX model"},
    {"scaled.onnx", "an ONNX model", {}, "its log-softmax was made"},
    {"batch-norm.onnx", "an ONNX model"},
    {"colour32.onnx", "an ONNX model", {}, "its 32 x 32 pixels were taken for 28 x 28 with a border of 2"},
    {"keras.safetensors", "safetensors without an architecture", {}, "taken for TensorFlow's layouts"},
    {"unnamed-f32.safetensors", "safetensors without an architecture"},
    {"unnamed-f16.safetensors", "safetensors without an architecture"},
    {"unnamed-bf16.safetensors", "safetensors without an architecture"},
    {"unnamed-f64.safetensors", "safetensors without an architecture"},
    {"leaky.pt", "a PyTorch module (zip)"},
    {"sigmoid.pt", "a PyTorch module (zip)"},
    {"norm-after-pool.pt", "a PyTorch module (zip)"},
    {"global-average.pt", "a PyTorch module (zip)"},
    {"pool-first.pt", "a PyTorch module (zip)"},
    {"pool-before-activation.pt", "a PyTorch module (zip)"},
    {"no-bias.pt", "a PyTorch module (zip)"},
    {"five-classes.pt", "a PyTorch module (zip)"},
    {"letters.pt", "a PyTorch module (zip)", {}, "its log-softmax was made a softmax"},
    {"zero-pad.pt", "a PyTorch module (zip)"},
    {"c5.onnx", "an ONNX model", {}, "its 32 x 32 pixels were taken for 28 x 28 with a border of 2"},
    {"bytes.onnx", "an ONNX model", {}, "was taken for pixels from 0 to 255"},
    {"mean-deviation.onnx", "an ONNX model"},
    {"dark.onnx", "an ONNX model"},
    {"framed.onnx", "an ONNX model"},
    {"framed-grey.onnx", "an ONNX model"},
    {"resized.onnx", "an ONNX model"},
    {"channels-last.onnx", "an ONNX model"},
    {"tfjs/model.json", "a TensorFlow.js layers model"},
    {"tfjs-functional/model.json", "a TensorFlow.js layers model", {}, "was taken for pixels from 0 to 255"},
    {"tfjs-uint8/model.json", "a TensorFlow.js layers model"},
    {"tfjs-uint16/model.json", "a TensorFlow.js layers model"},
    {"tfjs-float16/model.json", "a TensorFlow.js layers model"},
};

Bytes model_file(const std::string& name) { return read_test_file(project_file("tests/models/" + name)); }

/// With what lies beside it.
Bytes whole_model(const std::string& name) {
    auto bytes = io::read_model_files(project_file("tests/models/" + name));
    return bytes ? std::move(bytes.value()) : Bytes();
}

/// The inputs of make_models.py.
std::vector<float> digit(std::uint64_t seed) {
    std::uint64_t state = seed;
    std::vector<float> pixels;
    for (int i = 0; i < 28 * 28; ++i) {
        state = (state * 1103515245 + 12345) % 2147483648;
        pixels.push_back((state >> 8) % 3 == 0 ? static_cast<float>((state >> 16) % 256) / 255.0f : 0.0f);
    }
    return pixels;
}

base::Result<io::OpenedModel> open(const Case& one) {
    const Bytes bytes = whole_model(one.file);
    if (io::is_framework_file(bytes)) return io::open_framework_file(bytes, one.assumed);
    auto file = io::parse_safetensors(bytes);
    if (!file) return base::Error{file.message()};
    return io::open_tensors(std::move(file.value()), one.assumed);
}

void check_logits(const nn::Network& network, const std::string& file) {
    const Bytes text = model_file(file + ".json");
    const auto told = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    REQUIRE(told.is_object());
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    const int layer = nn::score_layer(network);
    double worst = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        engine.forward(digit(i + 1), activations);
        const auto& found = activations.output(layer).data;
        REQUIRE(found.size() == told["logits"][i].size());
        for (std::size_t c = 0; c < found.size(); ++c)
            worst = std::max(worst, std::abs(static_cast<double>(found[c]) - told["logits"][i][c].get<double>()));
    }
    CHECK_MESSAGE(worst <= told["tolerance"].get<double>(), file, ": off by ", worst);
}

}  // namespace

TEST_CASE("models: every file gives its framework's logits, and once more when it is ours") {
    for (const Case& one : kCases) {
        CAPTURE(one.file);
        auto opened = open(one);
        REQUIRE_MESSAGE(opened.ok(), one.file, ": ", message_of(opened));
        CHECK(opened.value().source == one.source);
        CHECK_MESSAGE(contains(opened.value().network.card["notes"], one.note), opened.value().network.card["notes"]);
        check_logits(opened.value().network, one.file);
        const auto ours = io::parse_model(io::write_model(opened.value().network));
        REQUIRE_MESSAGE(ours.ok(), message_of(ours));
        CHECK(ours.value().card.at("source") == one.source);
        check_logits(ours.value(), one.file);
        const nn::Network folded = nn::folded(ours.value());
        check_logits(folded, one.file);
        CHECK(nn::make_shapes(folded.architecture).ok());
    }
}

namespace {

std::string kinds_of(const char* file) {
    const auto opened = open({file, ""});
    REQUIRE_MESSAGE(opened.ok(), file, ": ", message_of(opened));
    std::string words;
    for (const nn::LayerSpec& layer : opened.value().network.architecture.layers)
        words += (words.empty() ? "" : " ") + layer.name;
    return words;
}

nn::LayerSpec layer_of(const char* file, const char* name) {
    const auto opened = open({file, ""});
    REQUIRE_MESSAGE(opened.ok(), file, ": ", message_of(opened));
    const auto place = opened.value().network.find(name);
    REQUIRE_MESSAGE(place, file, " has no layer ", name);
    CHECK(opened.value().network.architecture.input == nn::Shape{1, 28, 28});
    return opened.value().network.layer(*place);
}

}  // namespace

TEST_CASE("models: layers are kept as the file has them, and what is done to the input are layers before conv1") {
    CHECK(kinds_of("batch-norm.pt") == "conv1 norm1 relu1 pool1 conv2 norm2 tanh2 pool2 dropout1 fc1 softmax");
    CHECK(kinds_of("leaky.pt") == "conv1 relu1 pool1 conv2 relu2 pool2 fc1 softmax");
    CHECK(layer_of("leaky.pt", "relu1").kind == nn::LayerKind::leaky_relu);
    CHECK(layer_of("leaky.pt", "relu1").slope == 0.1f);
    CHECK(kinds_of("pool-first.pt") == "pool1 conv1 relu1 conv2 relu2 fc1 softmax");
    CHECK(kinds_of("c5.onnx") == "input1 conv1 tanh1 pool1 conv2 tanh2 pool2 conv3 tanh3 fc1 tanh4 fc2 softmax");
    CHECK(layer_of("c5.onnx", "input1").padding == 2);
    CHECK(kinds_of("bytes.onnx") == "conv1 relu1 pool1 fc1 softmax");
    const nn::LayerSpec normed = layer_of("mean-deviation.onnx", "input1");
    CHECK(normed.scale == doctest::Approx(1 / 0.3081));
    CHECK(normed.offset == doctest::Approx(-0.1307 / 0.3081));
    CHECK(normed.padding == 0);
    CHECK(layer_of("dark.onnx", "input1").scale == -1.0f);
    CHECK(layer_of("dark.onnx", "input1").offset == 1.0f);
    // Paper is -1 before the frame of -1s, so that both are one layer; a frame of zeros around paper of -0.42 is not.
    CHECK(kinds_of("framed.onnx") == "input1 conv1 relu1 pool1 fc1 softmax");
    CHECK(kinds_of("framed-grey.onnx") == "input1 input2 conv1 relu1 pool1 fc1 softmax");
    CHECK(layer_of("resized.onnx", "input1").side == 32);
    CHECK(layer_of("resized.onnx", "input2").offset == -1.0f);
}

TEST_CASE("models: batch normalisations fold into the layer that they follow, and only there") {
    const auto opened = open({"norm-after-pool.pt", ""});
    REQUIRE(opened.ok());
    std::string words;
    for (const nn::LayerSpec& layer : nn::folded(opened.value().network).architecture.layers) words += layer.name + " ";
    CHECK(words == "norm1 conv1 relu1 pool1 norm2 conv2 relu2 pool2 fc1 relu3 fc2 softmax ");
}

TEST_CASE("models: what is recognised and not read is refused with what converts it") {
    CHECK_SAYS(io::open_framework_file(model_file("refused-torchscript.pt")), "this is a TorchScript archive: save");
    CHECK_SAYS(io::open_framework_file(model_file("refused-elu.onnx")), "the ONNX operator 'Elu' is not read here");
}

TEST_CASE("models: safetensors whose header's length looks like a pickle's beginning is safetensors") {
    io::Safetensors content = io::tensors_of(random_lenet5(), io::Precision::single);
    content.metadata.clear();  // some 760 bytes are left
    int met = 0;
    for (int blanks = 0; blanks < 1200; blanks += 8) {
        content.metadata["padding"] = std::string(static_cast<std::size_t>(blanks), ' ');
        const Bytes bytes = io::write_safetensors(content);
        if (bytes[0] != 0x80 || bytes[1] < 2 || bytes[1] > 5) continue;
        ++met;
        CHECK(!io::is_framework_file(bytes));
        CHECK_MESSAGE(io::parse_model(bytes).ok(), message_of(io::parse_model(bytes)));
    }
    CHECK(met > 0);
}

TEST_CASE("models: cut short or changed anywhere, a file is refused or opens, and says so") {
    for (const char* name : {"module.pt", "state-dict-old.pt", "checkpoint.pt", "plain.onnx"}) {
        const Bytes whole = model_file(name);
        for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97) {
            const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            CHECK(!io::open_framework_file(part).ok());
        }
        for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 997) {
            Bytes changed = whole;
            changed[at] ^= 0x55;
            const auto opened = io::open_framework_file(changed);
            CHECK((opened.ok() || !opened.message().empty()));
        }
    }
}
