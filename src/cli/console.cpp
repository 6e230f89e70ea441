// Complaints and progress on stderr.
#include "cli/console.h"

#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace cli {

std::string printable(std::string_view line) {
    std::string safe(line);
    for (char& c : safe) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    return safe;
}

void complain(std::string_view message) { std::fprintf(stderr, "unpool: %s\n", printable(message).c_str()); }

void note(std::string_view message) { std::fprintf(stderr, "%s\n", printable(message).c_str()); }

std::string text(const char* format, ...) {
    char buffer[512];
    std::va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    return length < 0 ? std::string() : std::string(buffer, std::strlen(buffer));
}

bool finish_output() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
    complain("the results could not be written to standard output; is the disk full?");
    return false;
}

Progress::Progress(std::string label, long total)
    : label_(std::move(label)),
      total_(total),
      visible_(isatty(STDERR_FILENO) != 0 && isatty(STDOUT_FILENO) == 0),
      last_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
    if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::advance(long count) {
    done_ += count;
    if (!visible_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    drawn_ = true;
    if (total_ > 0)
        std::fprintf(stderr, "\r%s %ld of %ld\033[K", label_.c_str(), done_, total_);
    else
        std::fprintf(stderr, "\r%s %ld\033[K", label_.c_str(), done_);
}

}  // namespace cli
