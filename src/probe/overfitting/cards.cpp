#include "probe/overfitting/cards.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/overfitting/verdict.h"

namespace probe {
namespace {

constexpr struct {
    Pictures of;
    const char* name;
} kSets[] = {{Pictures::held_out, "digits held out"}, {Pictures::noise, "noise"}, {Pictures::clothes, "clothes"}};

/// "6.6 points", of shares.
std::string points(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f points", 100 * share);
    return text;
}

std::string digits_words(const RunCurve& run) {
    return run.digits > 0 ? grouped(run.digits) + (run.digits == 1 ? " digit" : " digits") : std::string("digits");
}

figure::Series series(std::string name, const std::vector<double>& x, const std::vector<double>& y, int colour,
                      bool dashed) {
    figure::Series made;
    made.name = std::move(name);
    made.colour = colour;
    made.dashed = dashed;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(y[i])) continue;
        made.x.push_back(static_cast<float>(x[i]));
        made.y.push_back(static_cast<float>(y[i]));
    }
    return made;
}

/// Shares of the confidences in tenths, at the tenths' middles.
figure::Series histogram(std::string name, const explain::PictureReading& reading, int colour) {
    constexpr int kBins = 10;
    std::vector<double> x, share(kBins, 0.0);
    for (int i = 0; i < kBins; ++i) x.push_back(0.1 * i + 0.05);
    for (const float sure : reading.sure())
        share[index(std::clamp(static_cast<int>(sure * kBins), 0, kBins - 1))] += 1.0 / reading.seen();
    return series(std::move(name), x, share, colour, false);
}

double gap_of(const Course& course) { return course.training() - course.held_out(); }

figure::Fact lowest_fact(std::string name, const RunCurve& run, const Course& course) {
    const double lowest = course.held_out_loss[index(course.turned)];
    return {std::move(name), figure::number(lowest) + " " + moment_words(run, course.batches[index(course.turned)]),
            lowest};
}

/// " (16 are a pass over the 1,000 digits)", where that is so for all runs; else nothing.
std::string pass_words(const Runs& runs) {
    const RunCurve& open = runs.curves[0];
    for (const RunCurve& run : runs.curves)
        if (run.digits != open.digits || run.batches_a_pass != open.batches_a_pass) return {};
    if (open.digits <= 0 || open.batches_a_pass <= 0) return {};
    return " (" + grouped(static_cast<int>(std::lround(open.batches_a_pass))) + " are a pass over the " +
           digits_words(open) + ")";
}

/// A bar for each run, without its series' values.
figure::Plot level_bars(std::string name, std::string title, const Runs& runs) {
    figure::Plot plot;
    plot.name = std::move(name);
    plot.y_label = std::move(title);
    plot.bars = plot.level = true;
    plot.series.emplace_back();
    for (const RunCurve& run : runs.curves) plot.bar_labels.push_back(run.name);
    return plot;
}

}  // namespace

Course course_of(const RunCurve& run, const Readings& readings) {
    Course course;
    for (const RunMoment& moment : run.moments) {
        const explain::PictureReading* held = readings.finished(moment.network, Pictures::held_out);
        const explain::PictureReading* learnt = readings.finished(moment.network, Pictures::training);
        const bool ours = std::isnan(moment.held_out_loss);
        course.batches.push_back(static_cast<double>(moment.batches));
        course.held_out_loss.push_back(held != nullptr ? held->loss() : moment.held_out_loss);
        course.held_out_accuracy.push_back(held != nullptr && ours ? held->accuracy() : moment.held_out_accuracy);
        course.training_loss.push_back(learnt != nullptr ? learnt->loss() : moment.training_loss);
        course.training_accuracy.push_back(learnt != nullptr ? learnt->accuracy() : moment.training_accuracy);
    }
    course.turned = explain::turning_point(course.held_out_loss).value_or(-1);
    return course;
}

std::string short_moment(const RunCurve& run, double batches) {
    if (run.batches_a_pass <= 0) return "after batch " + grouped(static_cast<int>(batches));
    char pass[32];
    const double passes = batches / run.batches_a_pass;
    std::snprintf(pass, sizeof pass, passes < 10 && passes != std::floor(passes) ? "%.1f" : "%.0f", passes);
    return std::string("after pass ") + pass;
}

std::string moment_words(const RunCurve& run, double batches) {
    const std::string words = "after batch " + grouped(static_cast<int>(batches));
    return run.batches_a_pass <= 0 ? words : words + " (" + short_moment(run, batches).substr(6) + ")";
}

ByHeart by_heart(const RunCurve& run, const Readings& readings) {
    ByHeart heart;
    const explain::PictureReading* whole = readings.finished(run.moments.back().network, Pictures::learnt);
    if (whole == nullptr || !run.has_folds()) return heart;
    heart.without.resize(index(run.learnt.count()));
    for (int fold = 0; fold < explain::kFolds; ++fold) {
        const explain::PictureReading* left_out = readings.finished(run.folds[index(fold)], Pictures::left_out);
        if (left_out == nullptr) return heart;
        for (int i = 0; i < left_out->seen(); ++i)
            heart.without[index(fold + i * explain::kFolds)] = left_out->predicted()[index(i)];
    }
    heart.known = true;
    heart.digits = explain::learnt_by_heart(run.learnt.labels, whole->predicted(), heart.without);
    return heart;
}

std::string overfitting_words(const RunCurve& run, const Course& course) {
    const double training = course.training(), held = course.held_out();
    const std::string shares = figure::percent(training) + " in training, " + figure::percent(held) + " held out";
    if (!std::isnan(training) && !std::isnan(held)) {
        if (run.shuffled)
            return (training >= explain::kByHeart
                        ? "It learnt " + digits_words(run) + " with shuffled labels by heart: "
                        : "Shuffled labels can only be learnt by heart: ") +
                   shares + ".";
        if (explain::is_by_heart(training, held))
            return "It learnt its " + digits_words(run) + " by heart: " + shares + ".";
        return "It did not learn by heart: " + shares + ", a gap of " + points(training - held) + ".";
    }
    const int last = static_cast<int>(course.batches.size()) - 1;
    if (course.turned < 0) return {};
    const std::string lowest = figure::number(course.held_out_loss[index(course.turned)]);
    if (course.turned == last) return "Held-out loss fell to the end, to " + lowest + ".";
    return "Held-out loss was lowest " + moment_words(run, course.batches[index(course.turned)]) + ", " + lowest +
           ", and ends at " + figure::number(course.held_out_loss.back()) + ".";
}

figure::Group curve_card(const Runs& runs, const std::vector<Course>& courses, bool loss, bool log_x) {
    figure::Group group;
    group.title = loss ? "Loss" : "Accuracy";
    group.beside = group.early = !loss;
    group.least = 300;
    figure::Plot plot;
    plot.name = group.title;
    plot.x_label = "batches learnt from" + pass_words(runs);
    plot.y_label = loss ? "cross entropy" : "share read right";
    plot.log_x = log_x;
    plot.y_low = 0.0f;
    if (!loss) plot.y_high = 1.0f;
    float most = 0;
    figure::Series turned;
    turned.name = "held-out loss lowest";
    turned.dots = true;
    turned.colour = 7;
    const bool alone = runs.curves.size() == 1;
    for (std::size_t i = 0; i < courses.size(); ++i) {
        const Course& course = courses[i];
        const int colour = static_cast<int>(i % 7);
        const std::string& name = runs.curves[i].name;
        plot.series.push_back(series(alone ? "held out" : name, course.batches,
                                     loss ? course.held_out_loss : course.held_out_accuracy, colour, false));
        figure::Series training = series(alone ? "training" : name + ", training", course.batches,
                                         loss ? course.training_loss : course.training_accuracy, colour, true);
        training.unlisted = i > 0;
        if (!training.x.empty()) plot.series.push_back(std::move(training));
        if (!loss || course.turned < 0) continue;
        const double batches = course.batches[index(course.turned)],
                     lowest = course.held_out_loss[index(course.turned)];
        turned.x.push_back(static_cast<float>(batches));
        turned.y.push_back(static_cast<float>(lowest));
        if (i == 0)
            turned.words.push_back("lowest " + figure::number(lowest) + " " + short_moment(runs.curves[i], batches));
    }
    // Losses above that of guessing say only that something exploded: they would flatten the rest.
    for (const figure::Series& one : plot.series)
        for (const float y : one.y) most = std::max(most, y);
    if (loss) plot.y_high = std::min(most * 1.05f, 2.5f);
    if (loss && !turned.x.empty()) plot.series.push_back(std::move(turned));
    group.plots.push_back(std::move(plot));
    return group;
}

figure::Group verdict_card(const Runs& runs, const std::vector<Course>& courses, const ByHeart& heart) {
    const RunCurve& run = runs.curves[0];
    const Course& course = courses[0];
    figure::Group group;
    group.title = "Verdict";
    group.beside = true;
    group.share = 0.5f;
    group.least = 240;
    if (std::isnan(gap_of(course)))
        group.note = "There is no verdict: how it reads the digits that it learnt from was not measured.";
    else if (run.shuffled)
        group.note = "By heart: shuffled labels have no rule to find.";
    else
        group.note = explain::is_by_heart(course.training(), course.held_out()) ? "By heart." : "Not by heart.";
    if (heart.known)
        group.note += " " + grouped(static_cast<int>(heart.digits.size())) + " of its " + digits_words(run) +
                      " are read right by it, and wrong by networks that trained without them.";
    if (const RackRow* other = to_compare(run, runs.rack))
        group.note += " Compare: " + other->name + ", " + figure::percent(other->held_out) + " held out.";
    group.note += " Rule: at least 99.5 % in training, and a gap of at least 4 points.";
    if (course.turned >= 0 && course.batches.size() > 1) {
        group.facts.push_back(lowest_fact("lowest held-out loss", run, course));
        group.facts.push_back(fact("at the end", course.held_out_loss.back()));
    }
    if (heart.known)
        group.facts.push_back(counted("learnt by heart", static_cast<int>(heart.digits.size()), run.digits));
    figure::Plot gaps = level_bars("gap", "Gap: training minus held out, in points", runs);
    std::vector<double> all;
    for (std::size_t i = 0; i < courses.size(); ++i) {
        gaps.series[0].y.push_back(static_cast<float>(100 * gap_of(courses[i])));
        gaps.series[0].x.push_back(static_cast<float>(i));
        if (!std::isnan(gap_of(courses[i]))) all.push_back(100 * gap_of(courses[i]));
    }
    std::sort(all.begin(), all.end());
    // One that learnt shuffled labels would make the others' bars vanish: its own is drawn cut off.
    if (all.size() > 1 && all.back() > 3 * all[all.size() - 2])
        gaps.y_high = static_cast<float>(std::max(1.4 * all[all.size() - 2], 1.0));
    if (!all.empty()) group.plots.push_back(std::move(gaps));
    return group;
}

figure::Group numbers_card(const Runs& runs, const std::vector<Course>& courses) {
    figure::Group group;
    group.title = runs.curves.size() > 1 ? "Numbers of every run" : "Numbers";
    group.folded = true;
    for (std::size_t i = 0; i < courses.size(); ++i) {
        const std::string name = courses.size() > 1 ? runs.curves[i].name + ": " : "";
        const double apart = gap_of(courses[i]);
        if (!std::isnan(apart)) group.facts.push_back({name + "gap", points(apart), apart});
        if (courses[i].turned < 0) continue;
        group.facts.push_back(lowest_fact(name + "lowest held-out loss", runs.curves[i], courses[i]));
        group.facts.push_back(fact(name + "at the end", courses[i].held_out_loss.back()));
    }
    return group;
}

figure::Group sure_card(const Runs& runs, const Readings& readings) {
    figure::Group group;
    group.title = "How sure it is of what is no digit";
    group.under = true;
    group.least = 240;
    figure::Plot means = level_bars("mean confidence", "Mean probability of the answer, in percent", runs);
    means.series.clear();
    means.y_high = 100.0f;
    for (int colour = 0; colour < static_cast<int>(std::size(kSets)); ++colour) {
        figure::Series of;
        of.name = kSets[colour].name;
        of.colour = colour;
        for (std::size_t i = 0; i < runs.curves.size(); ++i) {
            const explain::PictureReading* reading =
                readings.finished(runs.curves[i].moments.back().network, kSets[colour].of);
            of.x.push_back(static_cast<float>(i));
            of.y.push_back(reading == nullptr ? NAN : static_cast<float>(100 * reading->confidence()));
        }
        if (std::any_of(of.y.begin(), of.y.end(), [](float y) { return std::isfinite(y); }))
            means.series.push_back(std::move(of));
    }
    if (runs.clothes.count() == 0)
        group.note = "Clothes (Fashion-MNIST) are left out: they have not come, or this run learnt from them.";
    if (!means.series.empty()) group.plots.push_back(std::move(means));
    return group;
}

figure::Group spread_card(const Runs& runs, const Readings& readings) {
    figure::Group group;
    group.title = "How the probabilities are spread";
    group.folded = true;
    for (const auto& set : kSets) {
        figure::Plot plot;
        plot.name = plot.title = set.name;
        plot.x_label = "probability of its answer";
        plot.y_label = "share of pictures";
        plot.y_low = 0.0f;
        plot.width = 1.0f / 3;
        for (std::size_t i = 0; i < runs.curves.size(); ++i)
            if (const explain::PictureReading* reading =
                    readings.finished(runs.curves[i].moments.back().network, set.of))
                plot.series.push_back(histogram(runs.curves.size() > 1 ? runs.curves[i].name : std::string(), *reading,
                                                static_cast<int>(i % 7)));
        if (!plot.series.empty()) group.plots.push_back(std::move(plot));
    }
    return group;
}

}  // namespace probe
