// libFuzzer: safetensors and model files; what opens goes on to a forward pass, reconstructions, a probe and a drawn
// figure.  The window itself needs a screen and cannot be linked here: figure/paint draws the same shapes.
#include <cmath>
#include <cstdlib>

#include "app/actions.h"
#include "app/api.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/paint.h"
#include "image/atlas_page.h"
#include "io/history.h"
#include "io/model_file.h"
#include "io/safetensors.h"
#include "nn/cost.h"
#include "time_limit.h"

namespace {

/// Dear networks are left to the tests, so that an input takes some milliseconds.
constexpr std::int64_t kMostMultiplyAdds = 2'000'000, kMostBytes = 32 << 20;

void check_weights(const nn::Network& network) {
    for (const nn::Parameters& parameters : network.parameters) {
        for (const float weight : parameters.weight) {
            if (!std::isfinite(weight)) std::abort();
        }
    }
}

/// As the network view does it.
void draw_maps(const app::State& state) {
    image::AtlasPage page;
    page.begin_frame();
    const nn::Network& network = state.lane().network();
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        const nn::Tensor& output = state.lane().activations.output(layer);
        for (int map = 0; map < std::min(output.shape.channels, 8); ++map)
            page.put(network.layer(layer).name + std::to_string(map),
                     image::paint(output.map(map), output.shape.width, output.shape.height, image::Map::diverging,
                                  image::Theme::dark, image::full_scale(output.map(map), image::Map::diverging)),
                     1);
    }
}

/// The page, asked and drawn; which probe the size of the file decides.
void use(nn::Network network, std::size_t size) {
    app::State state = app::make_state("fuzzed", std::move(network));
    app::set_strokes(state, {{{3, 2}, {7, 2}, {4.5f, 8}}});
    app::update(state, 1, 0);
    app::finish_reconstructions(state);
    const auto prediction = app::prediction(state);
    if (prediction && (*prediction < 0 || *prediction >= state.lane().network().classes())) std::abort();
    if (app::prediction_sentence(state).empty() || app::state_json(state).empty()) std::abort();
    draw_maps(state);
    figure::paint(app::shown_figure(state), image::Theme::dark, 400, 0.5f);
    const auto entries = probe::entries();
    app::open_probe(state, entries[size % entries.size()]);
    app::work_on_probe(state, 0);
    figure::paint(state.probe.figure, image::Theme::dark, 400, 0.5f);
}

/// As the header of a file without data.
void parse_header(std::span<const std::uint8_t> header) {
    std::vector<std::uint8_t> file(8);
    for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8 * i));
    file.insert(file.end(), header.begin(), header.end());
    (void)io::parse_safetensors(file).ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 8) fuzz::watch_growth({data + 8, size - 8}, {}, parse_header);
    const auto content = io::parse_safetensors({data, size});
    if (content.ok()) {
        // What was accepted must survive the round trip.
        if (!io::parse_safetensors(io::write_safetensors(content.value())).ok()) std::abort();
    }
    if (const auto moments = io::parse_moments({data, size}); moments.ok()) {
        if (moments.value().empty() || moments.value().size() > io::kMostMoments) std::abort();
        for (const io::Moment& moment : moments.value()) check_weights(moment.network);
    }
    auto network = io::parse_model({data, size});
    if (!network.ok()) return 0;
    check_weights(network.value());
    const nn::Cost cost = nn::cost(network.value());
    if (cost.bytes > nn::kMostBytes || cost.multiply_adds > nn::kMostMultiplyAdds) std::abort();
    const bool fits_the_pad = network.value().architecture.input == nn::Shape{1, 28, 28};
    if (fits_the_pad && cost.bytes <= kMostBytes && cost.multiply_adds <= kMostMultiplyAdds)
        use(std::move(network.value()), size);
    return 0;
}
