// The trial of assumptions: every way of reading a file that fits its tensors reads digits, and shows which is meant.
//
// First the usual ways read a hundred digits; then the best one's neighbours, which differ from it in one thing; then
// the best few read all.  Where nothing reads digits, all other ways have their turn too.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/foreign/open_model.h"
#include "io/foreign/ways.h"
#include "nn/digits.h"

namespace io {

/// Below this share of digits a network is not taken for one that reads digits.
inline constexpr double kReadsDigits = 0.6;

/// How many digits are drawn for a trial; sanitizers take twenty times as long and look at the code alone.
#ifdef UNPOOL_SANITIZED
inline constexpr int kDrawnForTrial = 200;
#else
inline constexpr int kDrawnForTrial = 1000;
#endif

class Trial {
public:
    /// `fixed` is what is not tried.
    Trial(std::shared_ptr<const FoundModel> found, const Assumed& fixed);
    ~Trial();

    /// Why the file cannot be opened at all, an error of derive.h or build.h; "" where it can.
    const std::string& error() const { return error_; }
    /// Why nothing can be tried: classes other than ten, an input that is no digit; "" where it can.
    const std::string& problem() const { return problem_; }
    /// Whether there is more than one way to read it, and they can be tried.
    bool is_open() const { return readings_.size() > 1 && problem_.empty() && error_.empty(); }

    /// Begins with these digits, 28 x 28; asked again, the best go on to others.  The bytes must outlive the reading.
    void begin(const nn::Digits& digits);
    /// A slice, of some milliseconds; false when all is read.
    bool advance();
    /// 0..1 of what `begin` began.
    float progress() const;

    /// All ways, the simplest first; those that were not tried have read nothing.
    std::span<const Reading> readings() const { return readings_; }
    /// The one to take: of the one with the smallest loss and those that are not clearly worse (two standard errors of
    /// the difference on the same digits), the simplest.  The loss tells apart what accuracy does not: many networks
    /// read digits of another range nearly as well, and are less sure of them.  Before `begin`: the first.
    const Reading& taken() const { return readings_[taken_]; }
    /// The best of the others that differ in what they say; null where none was tried.
    const Reading* next_best() const;
    /// The way that differs least from the one taken and has this choice, of those the best; null where there is none.
    const Reading* with(std::string_view key, std::string_view choice) const;
    /// The way that `with` gives; a part of a choice's words is enough.  Errors: no such key, no such choice.
    base::Result<const Reading*> find(std::string_view key, std::string_view choice) const;
    /// Takes this way whatever was read, and reads digits with it where it has not.
    void take(const Reading& reading);
    /// Takes the best one again.
    void take_best();
    /// Grows whenever a way has read its digits or another one is taken.
    unsigned revision() const { return revision_; }
    /// "98 %": the most that any way reads.
    std::string share_words() const;
    /// Whether it reads digits: see kReadsDigits.
    bool reads_digits() const { return taken().share() >= kReadsDigits; }
    /// "98.7 % of 10,000; next best tanh, 71 %"
    std::string summary(const char* of_what) const;

private:
    struct Round {
        std::vector<std::size_t> who;
        int digits = 0;
    };
    void next_round();
    bool read_some();
    void decide();
    std::vector<std::size_t> best(std::size_t most) const;
    std::vector<std::size_t> neighbours() const;
    bool is_usual(const Reading& reading) const;

    std::shared_ptr<const FoundModel> found_;
    std::vector<Reading> readings_;
    std::string error_, problem_;
    nn::Digits digits_;
    Round round_;
    std::size_t at_ = 0, taken_ = 0;
    int stage_ = 0, searched_ = 0, first_ = 100, slice_ = 8;
    unsigned revision_ = 0;
    bool again_ = false, told_ = false;
    struct Reader;
    std::unique_ptr<Reader> reader_;
};

/// The file's network, read as the trial takes it.  The card tells under "tried" what it found.  Errors: build.h.
base::Result<OpenedModel> open_as(const FoundModel& found, const Reading& reading);

}  // namespace io
