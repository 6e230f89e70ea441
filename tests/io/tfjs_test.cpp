// TensorFlow.js models that lack something, ask for too much or are something else: one sentence each.
#include "paths.h"
#include "tests/io/support.h"

#include <filesystem>

#include "io/foreign/bundle.h"
#include "io/foreign/open_model.h"
#include "io/foreign/zip.h"
#include "io/model_file.h"
#include "io/model_files.h"
#include "io/recognise.h"

using namespace io_test;

namespace {

std::string folder(const std::string& name) { return project_file("tests/models/tfjs/" + name); }

/// The files of tests/models/tfjs.
io::FilesByName files() {
    io::FilesByName all;
    for (const char* name : {"model.json", "group1-shard1of3.bin", "group1-shard2of3.bin", "group1-shard3of3.bin"})
        all[name] = read_test_file(folder(name));
    return all;
}

/// With `was` in model.json become `is`.
base::Result<io::OpenedModel> changed(const std::string& was, const std::string& is) {
    io::FilesByName all = files();
    std::string text(all["model.json"].begin(), all["model.json"].end());
    const std::size_t at = text.find(was);
    REQUIRE_MESSAGE(at != std::string::npos, was);
    text.replace(at, was.size(), is);
    all["model.json"] = bytes_of(text);
    return io::open_framework_file(io::bundled(all));
}

}  // namespace

TEST_CASE("tfjs: files together are one, in any folder, and say which of them is missing") {
    io::FilesByName all = files(), deep;
    CHECK(io::open_framework_file(io::bundled(all)).ok());
    for (const auto& [name, bytes] : all) deep["drop/" + name] = bytes;
    CHECK(io::open_framework_file(io::bundled(deep)).ok());
    all.erase("group1-shard2of3.bin");
    CHECK_SAYS(io::open_framework_file(io::bundled(all)),
               "model.json and the files of its weights: open them together; 'group1-shard2of3.bin' is missing");
    CHECK_SAYS(io::parse_model(all["model.json"]), "open them together: group1-shard1of3.bin, group1-shard2of3.bin");
    CHECK(io::recognise(all["model.json"]) == io::Kind::framework);
    CHECK(contains(io::foreign_words(all["model.json"]), "a TensorFlow.js model.json"));
}

TEST_CASE("tfjs: from a folder, by model.json or by one of its weights' files, and never from another folder") {
    for (const char* name : {"model.json", "group1-shard3of3.bin"}) {
        const auto bytes = io::read_model_files(folder(name));
        REQUIRE(bytes.ok());
        CHECK(io::parse_model(bytes.value()).ok());
    }
    CHECK(io::files_beside(read_test_file(folder("model.json"))).size() == 3);
    CHECK(io::files_beside(
              bytes_of("{\"weightsManifest\": [{\"paths\": [\"../../etc/passwd\", \"/a/b.bin\", \"..\"]}]}")) ==
          std::vector<std::string>{"passwd", "b.bin"});
    CHECK_SAYS(io::read_model_files(folder("model.json"), 6'000), "it is larger than");
    CHECK_SAYS(io::read_model_files(folder("no.bin")), "cannot read");
}

TEST_CASE("tfjs: what is wrong is said") {
    CHECK_SAYS(changed("\"shape\": [5, 5, 1, 4]", "\"shape\": [5, 5, 1, 1152921504606846976]"), "no name or shape");
    CHECK_SAYS(changed("\"shape\": [5, 5, 1, 4]", "\"shape\": [4096, 4096, 16, 1]"),
               "cut short: weight 'conv2d/kernel' needs");
    CHECK_SAYS(changed("\"shape\": [10]", "\"shape\": [9]"), "4 bytes more than model.json tells of");
    CHECK_SAYS(changed("\"dtype\": \"float32\"", "\"dtype\": \"string\""), "of type 'string', which is not read here");
    CHECK_SAYS(changed("group1-shard2of3.bin", "group1-shard1of3.bin"), "names the file 'group1-shard1of3.bin' twice");
    CHECK_SAYS(changed("conv2d_1/kernel", "conv2d/kernel"), "two weights named 'conv2d/kernel'");
    CHECK_SAYS(changed("\"Dropout\"", "\"LSTM\""), "the Keras layer 'LSTM' is not read here");
    CHECK_SAYS(changed("\"activation\": \"tanh\"", "\"activation\": \"gelu\""),
               "the Keras activation 'gelu' is not read here");
    CHECK_SAYS(changed("\"strides\": [1, 1]", "\"strides\": [1, 2]"), "its strides is not the same in both directions");
    CHECK_SAYS(changed("\"dilation_rate\": [1, 1]", "\"dilation_rate\": [2, 2]"), "it has dilations");
    CHECK_SAYS(changed("\"groups\": 1", "\"groups\": 2"), "it has groups");
    CHECK_SAYS(changed("\"filters\": 4", "\"name\": \"other\", \"filters\": 4"), "names 'name' twice");
    CHECK_SAYS(changed("\"name\": \"conv2d_1\"", "\"name\": \"elsewhere\""), "its kernel is not among the weights");
    CHECK_SAYS(changed("\"layers-model\"", "\"graph-model\""), "a TensorFlow.js graph model, which has no layers");
    CHECK_SAYS(changed("\"modelTopology\"", "\"other\""), "has no \"modelTopology\"");
    CHECK_SAYS(changed("\"layers\": [", "\"layers\": [], \"more\": ["), "lists no layers");
    CHECK_SAYS(changed("\"Sequential\"", "\"Functional\""), "only chains of layers are read here");
    const std::string nested = "{\"modelTopology\": " + std::string(100'000, '[');
    CHECK_SAYS(io::parse_model(bytes_of(nested)), "nests deeper than 32 levels");
    CHECK_SAYS(io::parse_model(bytes_of("{\"modelTopology\"")), "model.json is not valid JSON");
}

TEST_CASE("bundle: a zip archive that gives back what was put in") {
    const io::FilesByName all = {{"a", bytes_of("one")}, {"b/c", {}}, {"d", Bytes(70'000, 7)}};
    const Bytes bytes = io::bundled(all);
    auto zip = io::Zip::read(bytes);
    REQUIRE(zip.ok());
    CHECK(zip.value().members().size() == 3);
    for (const auto& [name, content] : all) {
        const io::Zip::Member* member = zip.value().find(name);
        REQUIRE(member != nullptr);
        Bytes room;
        const auto back = zip.value().content(*member, room);
        REQUIRE(back.ok());
        CHECK(Bytes(back.value().begin(), back.value().end()) == content);
    }
    CHECK(io::without_folders("a/b\\c.bin") == "c.bin");
    CHECK(io::without_folders("a/..").empty());
}

TEST_CASE("tfjs: cut short or changed anywhere, an archive is refused or opens, and says so") {
    const Bytes whole = io::bundled(files());
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 1499) {
        Bytes other = whole;
        other[at] ^= 0x15;
        const auto opened = io::open_framework_file(other);
        CHECK((opened.ok() || !opened.message().empty()));
        other.resize(at);
        CHECK_FALSE(io::open_framework_file(other).ok());
    }
}
