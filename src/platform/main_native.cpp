// unpool-desktop: the page's application in a window of its own.
#include <cstdio>

#include <CLI/CLI.hpp>

#include "platform/native/desktop.h"

int main(int argc, char** argv) {
    CLI::App program{"Draw a digit and see inside LeNet-5.", "unpool-desktop"};
    platform::native::Start start;
    program.add_option("--model", start.model, "A model (.safetensors); default: the shipped weights")
        ->check(CLI::ExistingFile);
    program.add_option("--gallery", start.gallery, "Folder with images.idx.gz and labels.idx.gz")
        ->check(CLI::ExistingDirectory);
    program.add_option("--link", start.link,
                       "A view to open: what the page's address has behind #, or the whole address");
    program.add_option("--width", start.width, "Width of the window in points")->check(CLI::Range(360, 8192));
    program.add_option("--height", start.height, "Height of the window in points")->check(CLI::Range(480, 8192));
    program
        .add_option("--scale", start.scale,
                    "Screen pixels a point, for displays of high resolution; default: GDK_SCALE, else 1")
        ->check(CLI::Range(0.5, 4.0));
    program.add_option("file", start.file, "Opened at once: a PNG picture, strokes (.jsonl) or a model")
        ->check(CLI::ExistingFile);
    CLI11_PARSE(program, argc, argv);

    const base::Status status = platform::native::run(start);
    if (status) return 0;
    std::fprintf(stderr, "unpool-desktop: %s\n", status.message().c_str());
    return 1;
}
