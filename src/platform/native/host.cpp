// The desktop's twin of host.h: SDL's events, the system's dialogs and files.
#include "platform/host.h"

#include <array>
#include <string>

#include "app/actions.h"
#include "app/sets.h"
#include "app/shipped.h"
#include "assets/reference.h"
#include "assets/weights.h"
#include "io/file.h"
#include "io/model_files.h"
#include "platform/keyboard.h"
#include "platform/main_loop.h"
#include "platform/native/desktop.h"
#include "platform/native/files.h"
#include "platform/native/trainer.h"

namespace platform {

void request_context() {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 2);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, SDL_GL_CONTEXT_FORWARD_COMPATIBLE_FLAG);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
}

const char* shader_version() { return "#version 150"; }

bool window_keeps_frames() { return false; }

void adopt_window(SDL_Window* window) {
    SDL_GL_SetSwapInterval(1);
    SDL_SetWindowMinimumSize(window, 360, 480);
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    // Strokes that leave the window go on; ImGui's backend would switch this off.
    SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "1");
}

namespace native {
namespace {

std::string gallery_folder;

void save(MainLoop& loop, const app::Effect& effect) {
    const Choice choice = choose_file_to_save(effect.name);
    if (!choice.problem.empty()) return app::say(loop.state(), choice.problem, true);
    if (!choice.path) return;
    const base::Status status = io::write_file(*choice.path, effect.bytes);
    app::say(loop.state(), status ? "Saved " + choice.path->string() : status.message(), !status);
}

void choose_and_open(MainLoop& loop) {
    const Choice choice = choose_file_to_open();
    if (!choice.problem.empty())
        app::say(loop.state(), choice.problem, true);
    else if (choice.path)
        open_path(loop.state(), choice.path->string());
}

void choose_folder(MainLoop& loop) {
    const Choice choice = choose_folder_to_open();
    if (!choice.problem.empty())
        app::say(loop.state(), choice.problem, true);
    else if (choice.path)
        open_path(loop.state(), choice.path->string());
}

void bring_set(MainLoop& loop, const std::string& id) {
    const app::SetSource* source = app::find_set(id);
    if (!source) return;
    const auto fail = [&](const std::string& why) { app::set_failed(loop.state(), source->which, why); };
    const auto folder = find_gallery(gallery_folder);
    if (!folder)
        return fail(
            "no gallery folder with images.idx.gz and labels.idx.gz was found beside the program; name one "
            "with --gallery");
    for (int part = 0; part <= source->parts; ++part) {
        const auto bytes = io::read_file(*folder / app::part_file(*source, part));
        if (!bytes) return fail(bytes.message());
        const base::Status status = app::open_part(loop.state(), source->which, part, bytes.value());
        if (!status) return fail(status.message());
    }
}

/// A finger's position in points: SDL gives shares of the window.
void finger(MainLoop& loop, const SDL_TouchFingerEvent& event) {
    int width = 0, height = 0;
    SDL_GetWindowSize(SDL_GetWindowFromID(event.windowID), &width, &height);
    const float x = event.x * static_cast<float>(width) / loop.scale();
    const float y = event.y * static_cast<float>(height) / loop.scale();
    const int id = static_cast<int>(event.fingerId & 0x7fff) + 1;
    if (event.type == SDL_FINGERDOWN)
        loop.pointers().down(id, PointerKind::touch, x, y);
    else if (event.type == SDL_FINGERMOTION)
        loop.pointers().move(id, PointerKind::touch, x, y);
    else
        loop.pointers().up(id, x, y);
}

void mouse_button(MainLoop& loop, const SDL_MouseButtonEvent& event) {
    if (event.button != SDL_BUTTON_LEFT || event.which == SDL_TOUCH_MOUSEID) return;
    const float x = static_cast<float>(event.x) / loop.scale(), y = static_cast<float>(event.y) / loop.scale();
    if (event.type == SDL_MOUSEBUTTONDOWN)
        loop.pointers().down(0, PointerKind::mouse, x, y);
    else
        loop.pointers().up(0, x, y);
}

/// The names of keyboard.h; empty for keys that have none.
std::string key_name(const SDL_Keysym& key) {
    switch (key.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            return "enter";
        case SDLK_PAGEUP:
            return "pageup";
        case SDLK_PAGEDOWN:
            return "pagedown";
        case SDLK_QUESTION:
            return "?";
        case SDLK_SLASH:
            return (key.mod & KMOD_SHIFT) ? "?" : "/";
        default:
            break;
    }
    if (key.sym >= SDLK_KP_1 && key.sym <= SDLK_KP_9)
        return std::string(1, static_cast<char>('1' + (key.sym - SDLK_KP_1)));
    if (key.sym == SDLK_KP_0) return "0";
    std::string name = SDL_GetKeyName(key.sym);
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

void key(MainLoop& loop, const SDL_KeyboardEvent& event) {
    const std::string name = key_name(event.keysym);
    if (name.empty()) return;
    const bool ctrl = (event.keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0, shift = (event.keysym.mod & KMOD_SHIFT) != 0;
    if (event.type == SDL_KEYUP) return key_up(name.c_str());
    if (ctrl && name == "q") return loop.quit();
    if (ctrl && name == "o") return app::choose_file(loop.state());
    key_down(loop.state(), name.c_str(), ctrl, shift);
}

}  // namespace

void set_gallery_folder(std::string folder) { gallery_folder = std::move(folder); }

void open_path(app::State& state, const std::string& path) {
    if (std::error_code error; std::filesystem::is_directory(path, error)) {
        io::PictureSet pictures = pictures_below(path);
        return app::open_pictures(state, std::filesystem::path(path).filename().string(), pictures);
    }
    const auto bytes = io::read_model_files(path, std::size_t{64} << 20);
    if (bytes)
        app::open_bytes(state, std::filesystem::path(path).filename().string(), bytes.value());
    else
        app::say(state, bytes.message(), true);
}

}  // namespace native

void perform(MainLoop& loop, const app::Effect& effect) {
    using Kind = app::Effect::Kind;
    switch (effect.kind) {
        case Kind::open_file:
            native::choose_and_open(loop);
            break;
        case Kind::save_file:
            native::save(loop, effect);
            break;
        case Kind::copy_text:
            SDL_SetClipboardText(effect.text.c_str());
            break;
        case Kind::share_text:
            SDL_SetClipboardText(effect.text.c_str());
            app::say(loop.state(), "Link copied: it opens exactly this view");
            break;
        case Kind::full_screen:
            loop.change_full_screen();
            break;
        case Kind::type_words:
            break;  // its keys are there
        case Kind::open_link:
            SDL_OpenURL(effect.text.c_str());
            break;
        case Kind::show_link:
            break;  // a window has no address bar
        case Kind::announce:
            break;  // the window has no live region; the prediction stands on the screen
        case Kind::fetch_set:
            native::bring_set(loop, effect.text);
            break;
        case Kind::fetch_model:
            app::open_shipped(loop.state(), effect.text, assets::weights(effect.text));
            break;
        case Kind::fetch_reference:
            app::open_reference(loop.state(), {assets::reference_model, assets::reference_model_size},
                                {assets::reference_tensors, assets::reference_tensors_size});
            break;
        case Kind::name_run:
        case Kind::fetch_run:
        case Kind::forget_run:
            break;  // the window keeps no runs
        case Kind::warm_trainer:
            break;  // a thread is there at once
        case Kind::start_training:
            native::trainers().start(effect.training);
            break;
        case Kind::steer_training:
            native::trainers().steer(std::stoi(effect.name), effect.text);
            break;
        case Kind::store_drawings:
            native::write_kept("drawings.jsonl", effect.text);
            break;
        case Kind::store_signs:
            native::write_kept("signs.jsonl", effect.text);
            break;
        case Kind::name_sign:
            // A window of SDL has no field to type in.
            if (effect.name.empty())
                app::add_new_sign(loop.state(), effect.text);
            else
                app::say(loop.state(),
                         "A sign gets another name in the page, or in the file that Save drawings writes");
            break;
        case Kind::open_folder:
            native::choose_folder(loop);
            break;
        case Kind::store_settings:
            native::write_kept("settings.json", effect.text);
            break;
    }
    loop.wake();
}

void handle_event(MainLoop& loop, const SDL_Event& event) {
    switch (event.type) {
        case SDL_MOUSEMOTION:
            if (event.motion.which != SDL_TOUCH_MOUSEID)
                loop.pointers().move(0, PointerKind::mouse, static_cast<float>(event.motion.x) / loop.scale(),
                                     static_cast<float>(event.motion.y) / loop.scale());
            break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            native::mouse_button(loop, event.button);
            break;
        case SDL_MOUSEWHEEL:
            loop.pointers().wheel(-event.wheel.preciseX, event.wheel.preciseY);
            break;
        case SDL_FINGERDOWN:
        case SDL_FINGERMOTION:
        case SDL_FINGERUP:
            native::finger(loop, event.tfinger);
            break;
        case SDL_KEYDOWN:
        case SDL_KEYUP:
            native::key(loop, event.key);
            break;
        case SDL_DROPFILE:
            native::open_path(loop.state(), event.drop.file);
            SDL_free(event.drop.file);
            break;
        default:
            native::trainers().hear(loop.state());
            break;
    }
}

}  // namespace platform
