// Every parser against thousands of files that are nearly right: none may crash, and every refusal is one short line.
#include "tests/io/support.h"

#include <cmath>
#include <random>

#include "image/digit.h"
#include "image/png.h"
#include "io/history.h"
#include "io/idx.h"
#include "io/model_file.h"
#include "io/safetensors.h"
#include "io/stroke_file.h"
#include "tests/image/png_files.h"

using namespace io_test;

namespace {

constexpr int kRounds = 3000;

class Mutator {
public:
    explicit Mutator(unsigned seed) : random_(seed) {}

    Bytes operator()(Bytes bytes) {
        for (int changes = 1 + pick(4); changes > 0; --changes) change(bytes);
        return bytes;
    }

private:
    int pick(std::size_t below) { return below == 0 ? 0 : static_cast<int>(random_() % below); }

    void change(Bytes& bytes) {
        constexpr std::uint8_t kTelling[] = {0, 1, 0x7f, 0x80, 0xff, '[', '{', '"', '-', '9', ',', 'e'};
        const std::ptrdiff_t at = pick(bytes.size()),
                             size = std::min<std::ptrdiff_t>(pick(16), static_cast<std::ptrdiff_t>(bytes.size()) - at);
        const std::uint8_t telling = kTelling[pick(sizeof kTelling)];
        if (bytes.empty()) return bytes.push_back(telling);
        const auto here = bytes.begin() + at;
        switch (pick(6)) {
            case 0:
                *here = static_cast<std::uint8_t>(*here ^ (1 << pick(8)));
                break;
            case 1:
                *here = telling;
                break;
            case 2:
                bytes.insert(here, telling);
                break;
            case 3:
                bytes.erase(here, here + size);
                break;
            case 4:
                bytes.resize(static_cast<std::size_t>(at));
                break;
            default: {
                const Bytes copy(here, here + size);
                bytes.insert(bytes.begin() + pick(bytes.size()), copy.begin(), copy.end());
            }
        }
    }

    std::mt19937 random_;
};

/// Feeds mutations of `seed` to `parse`; gives how many were accepted.
template <class Parse>
int survive(const Bytes& seed, Parse parse) {
    Mutator mutate(static_cast<unsigned>(seed.size()));
    int accepted = 0;
    for (int round = 0; round < kRounds; ++round) {
        const Bytes bytes = mutate(seed);
        const auto result = parse(bytes);
        accepted += result.ok() ? 1 : 0;
        if (result.ok()) continue;
        CHECK(!result.message().empty());
        CHECK(result.message().size() < 400);
        CHECK(result.message().find('\n') == std::string::npos);
    }
    return accepted;
}

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

TEST_CASE("mutations: safetensors and models") {
    const std::string header =
        R"({"__metadata__":{"architecture":"{\"input\":[1,2,2],\"layers\":[{\"kind\":\"fully_connected\",)"
        R"(\"name\":\"fc\",\"outputs\":2}]}"},)"
        R"("fc.weight":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]},)"
        R"("fc.bias":{"dtype":"F32","shape":[2],"data_offsets":[32,40]}})";
    const Bytes seed = safetensors_file(header, floats({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    REQUIRE(io::parse_model(seed).ok());
    survive(seed, [](const Bytes& bytes) { return io::parse_safetensors(bytes); });
    survive(seed, [](const Bytes& bytes) {
        auto network = io::parse_model(bytes);
        if (network.ok()) CHECK(std::isfinite(network.value().parameters[0].weight[0]));
        return network;
    });
}

TEST_CASE("mutations: histories") {
    const std::string header = R"({"__metadata__":{"history":"2","architecture":"{\"input\":[1,1,2],\"layers\":[{)"
                               R"(\"kind\":\"fully_connected\",\"name\":\"fc\",\"outputs\":1}]}"},)"
                               R"("0/fc.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
                               R"("0/fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},)"
                               R"("12/fc.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]},)"
                               R"("12/fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[20,24]}})";
    const Bytes seed = safetensors_file(header, floats({1, 2, 3, 4, 5, 6}));
    REQUIRE(io::parse_moments(seed).ok());
    survive(seed, [](const Bytes& bytes) {
        auto moments = io::parse_moments(bytes);
        if (moments.ok())
            for (const io::Moment& moment : moments.value()) CHECK(moment.batch >= 0);
        return moments;
    });
}

TEST_CASE("mutations: architectures") {
    const Bytes seed = bytes_of(io::architecture_to_json(nn::lenet5()));
    const int accepted = survive(seed, [](const Bytes& bytes) {
        auto architecture = io::architecture_from_json(text_of(bytes));
        if (architecture.ok()) (void)nn::make_network(architecture.value()).ok();
        return architecture;
    });
    CHECK(accepted < kRounds);
}

TEST_CASE("mutations: IDX, plain and gzipped") {
    const Bytes plain = Bytes{0, 0, 8, 1} + be32(4) + Bytes{7, 0, 9, 3};
    const Bytes gzip{0x1f, 0x8b, 8,    8,    0,    0,    0,    0,    2,    3,    'n',  0,
                     0x63, 0x60, 0xe0, 0x60, 0x64, 0x60, 0x60, 0x60, 0x61, 0x67, 0xe0, 0x64,
                     0x06, 0x00, 0x52, 0xe6, 0xe5, 0x5f, 0x0c, 0x00, 0x00, 0x00};
    REQUIRE(io::parse_idx_labels(gzip).ok());
    for (const Bytes& seed : {plain, gzip}) {
        survive(seed, [](const Bytes& bytes) { return io::parse_idx_labels(bytes); });
        survive(seed, [](const Bytes& bytes) { return io::parse_idx_images(bytes); });
    }
}

TEST_CASE("mutations: strokes") {
    const Bytes seed = bytes_of(R"({"id": "a", "label": 7, "strokes": [[[1, 2], [3.5, -4e2], [1e-3, 5]], [[5, 6]]]})");
    survive(seed, [](const Bytes& bytes) {
        auto line = io::parse_stroke_line(text_of(bytes));
        if (line.ok()) {
            const auto input = image::network_input(line.value().strokes, image::FitOptions{});
            if (input) {
                for (const float pixel : input->pixels) CHECK((pixel >= 0.0f && pixel <= 1.0f));
            }
        }
        return line;
    });
}

TEST_CASE("mutations: PNG") {
    image::Rgba picture(9, 7, {250, 250, 250, 255});
    for (int i = 0; i < 7; ++i) picture.at(i, i) = {10, 20, static_cast<std::uint8_t>(30 * i), 255};
    const Bytes seed = image::encode_png(picture);
    survive(seed, [](const Bytes& bytes) {
        (void)image::decode_png_gray(bytes);
        auto gray = image::decode_png_gray(image_test::with_checksums(bytes));  // past the checksums, too
        if (gray.ok()) (void)image::network_input(gray.value(), image::FitOptions{});
        return gray;
    });
}
