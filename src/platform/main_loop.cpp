// See main_loop.h.
#include "platform/main_loop.h"

#include <utility>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "app/update.h"
#include "gpu/screen.h"
#include "platform/host.h"

namespace platform {
namespace {

constexpr double kJobBudget = 0.008;  // seconds of a frame that jobs may take

void make_imgui() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = false;
}

bool imgui_has_input() { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

}  // namespace

MainLoop::MainLoop(app::State state)
    : state_(std::move(state)), pointers_(state_), screen_(std::make_unique<gpu::Screen>()) {}

MainLoop::~MainLoop() {
    if (!ui_) return;
    ui_.reset();
    screen_->close();
    ImGui::DestroyContext();
    SDL_GL_DeleteContext(context_);
    SDL_DestroyWindow(window_);
    SDL_Quit();
}

base::Status MainLoop::open(const WindowOptions& options) {
    SDL_SetMainReady();
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return base::Error{std::string("SDL could not start: ") + SDL_GetError()};
    request_context();
    scale_ = options.scale;
    const auto scaled = [this](int points) { return static_cast<int>(static_cast<float>(points) * scale_); };
    constexpr Uint32 kFlags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    window_ = SDL_CreateWindow("Unpool", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, scaled(options.width),
                               scaled(options.height), kFlags);
    if (!window_) return base::Error{std::string("No window could be opened: ") + SDL_GetError()};
    context_ = SDL_GL_CreateContext(window_);
    if (!context_)
        return base::Error{std::string("No OpenGL context could be made (3.2, or WebGL 2): ") + SDL_GetError()};
    make_imgui();
    if (!screen_->open(shader_version(), window_keeps_frames()))
        return base::Error{"The shaders that draw the window could not be made by this graphics driver"};
    adopt_window(window_);
    ui_ = std::make_unique<ui::Ui>();
    device_ok_ = true;
    return base::Done{};
}

bool MainLoop::frame(double now) {
    handle_events();
    if (!device_ok_) return false;
    bool more = app::update(state_, now, kJobBudget);
    more |= pointers_.animate(now);
    begin_frame();
    ui_->draw(state_);
    render();
    perform_effects();
    ++state_.frames;
    if (frames_wanted_ > 0) --frames_wanted_;
    return more || frames_wanted_ > 0 || ui_->wants_frame() || imgui_has_input();
}

void MainLoop::handle_events() {
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        wake();
        if (event.type == SDL_QUIT)
            quit();
        else if (event.type == SDL_WINDOWEVENT)
            handle_window_event(event.window.event);
        else
            handle_event(*this, event);
    }
}

/// What the window showed may be gone, whatever happened to it.
void MainLoop::handle_window_event(int event) {
    screen_->forget();
    if (event == SDL_WINDOWEVENT_LEAVE) pointers_.leave();
    if (event == SDL_WINDOWEVENT_FOCUS_LOST) pointers_.cancel_all();
    if (event == SDL_WINDOWEVENT_FOCUS_GAINED) ImGui::GetIO().AddFocusEvent(true);
    if (event == SDL_WINDOWEVENT_FOCUS_LOST) ImGui::GetIO().AddFocusEvent(false);
}

void MainLoop::begin_frame() {
    shown_.begin_frame(window_);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(io.DisplaySize.x / scale_, io.DisplaySize.y / scale_);
    io.DisplayFramebufferScale = ImVec2(io.DisplayFramebufferScale.x * scale_, io.DisplayFramebufferScale.y * scale_);
    if (scale_ != 1.0f) pointers_.repeat_position();
    ImGui::NewFrame();
}

void MainLoop::render() {
    ImGui::Render();
    shown_.show_cursor();
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(window_, &width, &height);
    float rgb[3] = {0, 0, 0};
    ui_->background(state_, rgb);
    screen_->paint(*ImGui::GetDrawData(), width, height, ImGui::ColorConvertFloat4ToU32({rgb[0], rgb[1], rgb[2], 1}));
    SDL_GL_SwapWindow(window_);
}

void MainLoop::perform_effects() {
    // An effect may call back and ask for more.
    const std::vector<app::Effect> effects = std::exchange(state_.effects, {});
    for (const app::Effect& effect : effects) perform(*this, effect);
    if (!state_.effects.empty()) wake();
}

void MainLoop::change_full_screen() {
    const bool is_on = (SDL_GetWindowFlags(window_) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    SDL_SetWindowFullscreen(window_, is_on ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

void MainLoop::refresh() {
    app::update(state_, state_.now, 0.0);
    wake();
}

void MainLoop::device_lost() {
    if (!device_ok_) return;
    device_ok_ = false;
    pointers_.cancel_all();
    screen_->device_lost();
    ui_->device_lost();
}

void MainLoop::device_restored() {
    device_ok_ = screen_->device_restored();
    ui_->device_restored();
    wake();
}

}  // namespace platform
