#include "probe/overfitting/cards.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"

namespace probe {
namespace {

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

std::string moment_words(const RunCurve& run, double batches) {
    std::string words = "after batch " + grouped(static_cast<int>(batches));
    if (run.batches_a_pass <= 0) return words;
    char pass[32];
    const double passes = batches / run.batches_a_pass;
    std::snprintf(pass, sizeof pass, passes < 10 && passes != std::floor(passes) ? "%.1f" : "%.0f", passes);
    return words + " (pass " + pass + ")";
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
    group.beside = !loss;
    group.least = 300;
    figure::Plot plot;
    plot.name = group.title;
    plot.x_label = "batches learnt from";
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
        if (i == 0 && !training.x.empty()) plot.series.push_back(std::move(training));
        if (!loss || course.turned < 0) continue;
        turned.x.push_back(static_cast<float>(course.batches[index(course.turned)]));
        turned.y.push_back(static_cast<float>(course.held_out_loss[index(course.turned)]));
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
    const double gap = course.training() - course.held_out();
    if (std::isnan(gap))
        group.note = "There is no verdict: how it reads the digits that it learnt from was not measured.";
    else if (run.shuffled)
        group.note = "By heart: shuffled labels have no rule to find.";
    else
        group.note = explain::is_by_heart(course.training(), course.held_out()) ? "By heart." : "Not by heart.";
    if (heart.known)
        group.note += " " + grouped(static_cast<int>(heart.digits.size())) + " of its " + digits_words(run) +
                      " are read right by it, and wrong by networks that trained without them.";
    group.note += " Rule: at least 99.5 % in training, and a gap of at least 4 points.";
    for (std::size_t i = 0; i < courses.size(); ++i) {
        const Course& one = courses[i];
        const double apart = one.training() - one.held_out();
        const std::string name = courses.size() > 1 ? runs.curves[i].name + ": " : "";
        if (!std::isnan(apart)) group.facts.push_back({name + "gap", points(apart), apart});
        if (one.turned < 0) continue;
        const double lowest = one.held_out_loss[index(one.turned)], batches = one.batches[index(one.turned)];
        group.facts.push_back({name + "lowest held-out loss",
                               figure::number(lowest) + " " + moment_words(runs.curves[i], batches), lowest});
        group.facts.push_back(fact(name + "at the end", one.held_out_loss.back()));
    }
    if (heart.known)
        group.facts.push_back(counted("learnt by heart", static_cast<int>(heart.digits.size()), run.digits));
    return group;
}

figure::Group sure_card(const Runs& runs, const Readings& readings) {
    figure::Group group;
    group.title = "How sure it is of what is no digit";
    group.under = true;
    group.least = 240;
    figure::Plot plot;
    plot.name = "confidence";
    plot.x_label = "probability of its answer";
    plot.y_label = "share of pictures";
    plot.y_low = 0.0f;
    constexpr struct {
        Pictures of;
        const char* name;
    } kSets[] = {{Pictures::held_out, "digits held out"}, {Pictures::noise, "noise"}, {Pictures::clothes, "clothes"}};
    for (std::size_t i = 0; i < runs.curves.size(); ++i) {
        const std::string name = runs.curves.size() > 1 ? runs.curves[i].name + ", " : "";
        int colour = 0;
        for (const auto& set : kSets) {
            const explain::PictureReading* reading = readings.finished(runs.curves[i].moments.back().network, set.of);
            if (reading == nullptr) continue;
            const double mean = reading->confidence();
            group.facts.push_back({name + set.name, figure::percent(mean), mean});
            if (i == 0) plot.series.push_back(histogram(set.name, *reading, colour));
            ++colour;
        }
    }
    if (runs.clothes.count() == 0)
        group.note = "Clothes (Fashion-MNIST) are left out: they have not come, or this run learnt from them.";
    if (!plot.series.empty()) group.plots.push_back(std::move(plot));
    return group;
}

}  // namespace probe
