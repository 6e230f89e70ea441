// What the program says besides its results: complaints and progress, on stderr.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace cli {

/// Without control characters: what a file says must not steer a terminal.
std::string printable(std::string_view line);

/// "unpool: MESSAGE" on stderr.
void complain(std::string_view message);

/// A sentence on stderr that is no complaint: a summary, a file written.
void note(std::string_view message);

/// printf into a string.
[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...);

/// Flushes stdout; false, with a complaint, where the results could not be written (a full disk).
bool finish_output();

/// "label 1,234 of 10,000" in place, on a terminal only and only when stdout is none; erased when it goes out of scope.
class Progress {
public:
    /// `total` 0: unknown.
    explicit Progress(std::string label, long total = 0);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void advance(long count = 1);

private:
    std::string label_;
    long total_, done_ = 0;
    bool visible_, drawn_ = false;
    std::chrono::steady_clock::time_point last_;
};

}  // namespace cli
