// See trial.h.
#include "io/foreign/trial.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>
#include <utility>

#include "nn/cost.h"
#include "nn/forward.h"

namespace io {
namespace {

constexpr std::size_t kFinalists = 10, kLast = 3;
constexpr std::size_t kClasses = 10;
constexpr float kLeastShare = 1e-4f;  // so that a few digits do not decide alone
constexpr double kLikelier = 1.15;
constexpr int kSearches = 4;                   // rounds of neighbours
constexpr int kBetween = 2000;                 // of a large set, before the last few read all of it
constexpr std::int64_t kWork = 6'000'000'000;  // multiply-adds of a round, about

/// In how many things two ways differ; where one has no such thing to choose, it does not, and another size has other
/// windows.
int differences(const Reading& a, const Reading& b) {
    const bool same_size = a.choice("size") == b.choice("size");
    int count = 0;
    for (const Assumption& one : a.assumptions) {
        if (one.key == "shape" && !same_size) continue;
        const std::string other = b.choice(one.key);
        count += !other.empty() && other != one.word();
    }
    return count;
}

/// What hardly differs from ReLU is tried of the best alone.
bool is_leaky(const Reading& reading) { return reading.choice("activation") == "leaky ReLU"; }

/// The smaller, the likelier: its loss, and what departs from the usual in more things has to be better by more.
double unlikely(const Reading& reading) { return (reading.loss() + 0.01) * std::pow(kLikelier, reading.departures); }

/// By two standard errors of the difference on the same digits; and what departs from the usual in more things has to
/// be better by more.
bool is_clearly_worse(const Reading& a, const Reading& than) {
    const std::size_t count = std::min(a.losses.size(), than.losses.size());
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double more = static_cast<double>(a.losses[i]) - static_cast<double>(than.losses[i]);
        sum += more;
        squares += more * more;
    }
    const auto n = static_cast<double>(std::max<std::size_t>(count, 2));
    const double spread = std::max(squares / n - sum / n * (sum / n), 0.0);
    return sum / n > 2.0 * std::sqrt(spread / n) &&
           a.loss() > than.loss() * std::pow(kLikelier, std::max(0, than.departures - a.departures));
}

}  // namespace

base::Result<OpenedModel> open_as(const FoundModel& found, const Reading& reading) {
    return put_together(found, reading.assumed());
}

/// One way at work.
struct Trial::Reader {
    explicit Reader(const nn::Network& network) : engine(network) {}
    nn::Engine engine;
    std::vector<float> inputs, outputs, losses;
    int correct = 0;
};

Trial::~Trial() = default;

Trial::Trial(std::shared_ptr<const FoundModel> found, const Assumed& fixed) : found_(std::move(found)) {
    const base::Status status = ways_of(*found_, fixed, readings_);
    if (!status) {
        error_ = status.message();
        readings_.assign(1, {});
        return;
    }
    const auto first = put_together(*found_, readings_[0].assumed());
    if (!first) {
        error_ = first.message();
        return;
    }
    const nn::Network& network = first.value().network;
    if (!(network.architecture.input == nn::Shape{1, 28, 28}))
        problem_ = "it does not read digits of 28 x 28 pixels";
    else if (!network.has_classes() || network.classes() != 10)
        problem_ = "it has " + std::to_string(network.classes()) + " classes, and digits have ten";
    const std::int64_t work = std::max<std::int64_t>(nn::cost(network).multiply_adds, 1);
    first_ = static_cast<int>(std::clamp<std::int64_t>(kWork / work / 54, 20, 100));
    slice_ = nn::passes_a_slice(network, 8);  // a frame of the page has room for a few such slices
}

void Trial::begin(const nn::Digits& digits) {
    again_ = digits_.count() > 0;
    digits_ = digits;
    stage_ = 0;
    searched_ = 0;
    reader_.reset();
    next_round();
}

/// What is tried before anything is known: the rest follows from the best of these.
bool Trial::is_usual(const Reading& reading) const {
    return std::all_of(reading.assumptions.begin(), reading.assumptions.end(), [](const Assumption& one) {
        if (one.key == "size" || one.key == "order" || one.key == "flattening") return one.chosen == 0;
        return one.chosen < (one.key == "activation" || one.key == "shape" ? 3u : 99u);
    });
}

std::vector<std::size_t> Trial::best(std::size_t most) const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < readings_.size(); ++i)
        if (readings_[i].seen() > 0) all.push_back(i);
    std::stable_sort(all.begin(), all.end(),
                     [&](std::size_t a, std::size_t b) { return unlikely(readings_[a]) < unlikely(readings_[b]); });
    all.resize(std::min(all.size(), most));
    return all;
}

/// Of the best three, those that were not tried.
std::vector<std::size_t> Trial::neighbours() const {
    std::set<std::size_t> all;
    for (const std::size_t one : best(kLast))
        for (std::size_t i = 0; i < readings_.size(); ++i)
            if (readings_[i].seen() == 0 && readings_[i].problem.empty() && !is_leaky(readings_[i]) &&
                differences(readings_[i], readings_[one]) == 1)
                all.insert(i);
    return {all.begin(), all.end()};
}

/// 0: the usual ones; 1: neighbours, again and again; 2: all others, if need be; 3: the best, on all digits or many of
/// them; 4: the same as the one to take, with a leaky ReLU; 5: the best few on all; 6: done.
void Trial::next_round() {
    round_ = {};
    at_ = 0;
    while (round_.who.empty() && stage_ < 6) {
        if (stage_ == 0 && !again_) {
            round_.digits = std::min(first_, digits_.count());
            for (std::size_t i = 0; i < readings_.size(); ++i)
                if (is_usual(readings_[i])) round_.who.push_back(i);
        } else if (stage_ == 1 && !again_ && searched_ < kSearches) {
            ++searched_;
            round_.digits = std::min(first_, digits_.count());
            round_.who = neighbours();
            if (!round_.who.empty()) return;
        } else if (stage_ == 2 && !again_) {
            const std::vector<std::size_t> top = best(1);
            const bool lost = top.empty() || readings_[top[0]].share() < kReadsDigits;
            round_.digits = std::min(std::max(first_ / 3, 20), digits_.count());
            for (std::size_t i = 0; lost && i < readings_.size(); ++i)
                if (readings_[i].seen() == 0 && readings_[i].problem.empty()) round_.who.push_back(i);
        } else if (stage_ == 3) {
            round_.digits = std::min(kBetween, digits_.count());
            round_.who = best(kFinalists);
        } else if (stage_ == 4 && readings_[taken_].choice("activation") == "ReLU") {
            round_.digits = std::min(kBetween, digits_.count());
            for (std::size_t i = 0; i < readings_.size(); ++i)
                if (is_leaky(readings_[i]) && readings_[i].problem.empty() &&
                    differences(readings_[i], readings_[taken_]) == 1)
                    round_.who.push_back(i);
        } else if (stage_ == 5 && digits_.count() > kBetween) {
            round_.digits = digits_.count();
            for (const std::size_t one : best(readings_.size()))
                if (round_.who.size() < kLast && readings_[one].seen() == std::min(kBetween, digits_.count()))
                    round_.who.push_back(one);
        }
        if (stage_ == 1 && !round_.who.empty()) break;
        ++stage_;
    }
}

bool Trial::advance() {
    if (at_ >= round_.who.size()) return false;
    Reading& reading = readings_[round_.who[at_]];
    if (!reader_) {
        auto opened = open_as(*found_, reading);
        if (!opened) reading.problem = opened.message();
        if (opened && opened.value().network.architecture.input == digits_.shape)
            reader_ = std::make_unique<Reader>(opened.value().network);
    }
    if (reader_ && read_some()) return true;
    if (reader_) {
        reading.losses = std::move(reader_->losses);
        reading.correct = reader_->correct;
        reader_.reset();
    }
    ++revision_;
    if (++at_ < round_.who.size()) return true;
    decide();
    next_round();
    return at_ < round_.who.size();
}

/// True while digits of the round are left.
bool Trial::read_some() {
    const int begin = static_cast<int>(reader_->losses.size()), end = std::min(begin + slice_, round_.digits);
    const auto pixels = static_cast<std::size_t>(digits_.shape.size());
    reader_->inputs.resize(pixels * static_cast<std::size_t>(end - begin));
    reader_->outputs.resize(kClasses * static_cast<std::size_t>(end - begin));
    for (int i = begin; i < end; ++i)
        nn::to_input(digits_.picture(i), reader_->inputs.data() + pixels * static_cast<std::size_t>(i - begin));
    reader_->engine.forward_batch(reader_->inputs, reader_->outputs);
    for (int i = begin; i < end; ++i) {
        const float* shares = reader_->outputs.data() + kClasses * static_cast<std::size_t>(i - begin);
        const std::size_t label = std::min<std::size_t>(digits_.labels[static_cast<std::size_t>(i)], kClasses - 1);
        const float share = shares[label];
        reader_->correct +=
            std::max_element(shares, shares + kClasses) - shares == static_cast<std::ptrdiff_t>(label) &&
            std::isfinite(share);
        reader_->losses.push_back(share > kLeastShare ? -std::log(std::min(share, 1.0f)) : -std::log(kLeastShare));
    }
    return end < round_.digits;
}

/// Of those that read most digits.
void Trial::decide() {
    if (told_) return;
    int most = 0;
    for (const Reading& reading : readings_) most = std::max(most, reading.seen());
    std::vector<std::size_t> all = best(readings_.size());
    all.erase(std::remove_if(all.begin(), all.end(), [&](std::size_t one) { return readings_[one].seen() < most; }),
              all.end());
    if (all.empty()) return;
    const Reading& top = readings_[all[0]];
    taken_ = *std::min_element(all.begin(), all.end(), [&](std::size_t a, std::size_t b) {
        const bool worse_a = is_clearly_worse(readings_[a], top), worse_b = is_clearly_worse(readings_[b], top);
        return worse_a != worse_b ? worse_b : a < b;
    });
    if (!(readings_[taken_].share() >= kReadsDigits)) taken_ = 0;  // chance chose
}

float Trial::progress() const {
    const auto all = static_cast<float>(std::max<std::size_t>(round_.who.size(), 1));
    return std::min(1.0f, (static_cast<float>(std::min(stage_, 5)) + static_cast<float>(at_) / all) / 6.0f);
}

const Reading* Trial::next_best() const {
    const Reading* found = nullptr;
    for (const std::size_t one : best(readings_.size()))
        if (one != taken_ && (found == nullptr || readings_[one].seen() > found->seen())) {
            const bool same =
                readings_[one].correct == taken().correct && std::fabs(readings_[one].loss() - taken().loss()) < 1e-3;
            if (readings_[one].said == taken().said || same) continue;
            found = &readings_[one];
            if (found->seen() == taken().seen()) break;
        }
    return found;
}

const Reading* Trial::with(std::string_view key, std::string_view choice) const {
    const Reading* found = nullptr;
    const auto is_better = [&](const Reading& a, const Reading& b) {
        const int far_a = differences(a, taken()), far_b = differences(b, taken());
        if (far_a != far_b) return far_a < far_b;
        return (a.seen() > 0) != (b.seen() > 0) ? a.seen() > 0 : a.share() > b.share();
    };
    if (taken().choice(key) == choice) return &taken();
    for (const Reading& reading : readings_)
        if (reading.choice(key) == choice && (found == nullptr || is_better(reading, *found))) found = &reading;
    return found;
}

void Trial::take(const Reading& reading) {
    taken_ = static_cast<std::size_t>(&reading - readings_.data());
    told_ = true;
    ++revision_;
    if (reading.seen() > 0 || digits_.count() == 0 || at_ < round_.who.size()) return;
    round_ = {{taken_}, std::min(again_ ? kBetween : digits_.count(), digits_.count())};
    at_ = 0;
}

void Trial::take_best() {
    told_ = false;
    ++revision_;
    decide();
}

}  // namespace io
