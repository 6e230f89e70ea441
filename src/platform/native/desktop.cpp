// See desktop.h.
#include "platform/native/desktop.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "app/actions.h"
#include "app/link.h"
#include "assets/weights.h"
#include "io/model_file.h"
#include "io/model_files.h"
#include "platform/main_loop.h"
#include "platform/native/files.h"
#include "platform/native/trainer.h"

namespace platform::native {
namespace {

base::Result<nn::Network> load_model(const std::string& path) {
    if (path.empty()) return io::parse_model(assets::weights("lenet5"));
    const auto bytes = io::read_model_files(path);
    if (!bytes) return base::Error{bytes.message()};
    auto network = io::parse_model(bytes.value());
    if (!network) return base::Error{path + ": " + network.message()};
    return network;
}

/// Desktops that scale say so in GDK_SCALE; X11 itself does not.
float chosen_scale(float asked) {
    if (asked > 0) return asked;
    const char* text = std::getenv("GDK_SCALE");
    const float scale = text ? std::strtof(text, nullptr) : 1.0f;
    return scale >= 1.0f && scale <= 4.0f ? scale : 1.0f;
}

double seconds() {
    return static_cast<double>(SDL_GetPerformanceCounter()) / static_cast<double>(SDL_GetPerformanceFrequency());
}

}  // namespace

base::Status run(const Start& start) {
    auto network = load_model(start.model);
    if (!network) return base::Error{network.message()};
    const std::string name = start.model.empty() ? "LeNet-5" : std::filesystem::path(start.model).stem().string();
    const std::string assumed = io::assumed(network.value());
    app::State state = app::make_state(name, std::move(network.value()));
    app::restore_settings(state, read_kept("settings.json"));
    app::restore_drawings(state, read_kept("drawings.jsonl"));
    app::restore_signs(state, read_kept("signs.jsonl"));
    state.training.at_once = trainers_at_once();
    set_gallery_folder(start.gallery);
    MainLoop loop(std::move(state));
    const base::Status opened = loop.open({start.width, start.height, chosen_scale(start.scale)});
    if (!opened) return opened;
    if (!assumed.empty()) app::say(loop.state(), "Running " + name + ", taken as " + assumed);
    if (!start.file.empty()) open_path(loop.state(), start.file);
    if (!start.link.empty())
        if (const base::Status status = app::open_link(loop.state(), start.link); !status)
            app::say(loop.state(), status.message(), true);
    while (!loop.quit_wanted()) {
        const bool more = loop.frame(seconds());
        if (!more && !loop.quit_wanted()) SDL_WaitEvent(nullptr);
    }
    return base::Done{};
}

}  // namespace platform::native
