// Overfitting: whether a run learnt a rule or its digits, by its curves, by networks trained without them, and by how
// sure it is of what is no digit.
#include "probe/all.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/overfitting/cards.h"
#include "probe/overfitting/verdict.h"

namespace probe {
namespace {

constexpr Choice kOver[] = {
    {0, "This run", "none"}, {1, "Number of digits", "digits"}, {2, "Regularisation", "regularisation"}};
enum class Axis { logarithmic, linear };
constexpr Choice kAxis[] = {{Axis::logarithmic, "Logarithmic", "log"}, {Axis::linear, "Linear"}};

constexpr Setting kSettings[] = {
    {.key = "over",
     .label = "Show",
     .tip = "This run alone, or with runs of 100 to 50,000 digits, or of other regularisation, laid over it.",
     .kind = Setting::Kind::choice,
     .choices = kOver},
    {.key = "axis",
     .label = "Batches",
     .tip = "The axis of batches: most happens in the first hundred.",
     .kind = Setting::Kind::choice,
     .choices = kAxis},
};

class OverfittingProbe : public Probe {
public:
    void ask(const Subject& subject) override {
        runs_ = subject.runs != nullptr ? *subject.runs : Runs();
        log_x_ = subject.values.chosen<Axis>("axis") == Axis::logarithmic;
        readings_.want(runs_);
    }
    bool advance() override { return readings_.advance(); }
    float progress() const override { return readings_.progress(); }
    void show(figure::Figure& figure) const override {
        if (runs_.curves.empty())
            return show_nothing(
                figure, "Overfitting",
                "It is not known what this network learnt from. The networks that ship say so, and a run "
                "that was trained here.");
        std::vector<Course> courses;
        for (const RunCurve& run : runs_.curves) courses.push_back(course_of(run, readings_));
        const ByHeart heart = by_heart(runs_.curves[0], readings_);
        figure.title = "Overfitting: " + runs_.curves[0].name;
        figure.finding = overfitting_words(runs_.curves[0], courses[0]);
        if (const RackRow* other = to_compare(runs_.curves[0], runs_.rack))
            figure.finding += " Compare: " + other->name + ".";
        if (runs_.curves[0].moments.size() == 1) {  // it came as it is: no curve, but networks to hold it against
            figure.groups.push_back(rack_card(runs_));
            figure.groups.push_back(verdict_card(runs_, courses, heart));
            figure.groups.push_back(sure_card(runs_, readings_));
            figure.groups.push_back(spread_card(runs_, readings_));
            return;
        }
        figure.groups.push_back(curve_card(runs_, courses, true, log_x_));
        figure.groups.push_back(curve_card(runs_, courses, false, log_x_));
        figure::Group pairs = pairs_card(runs_, readings_, heart), sure = sure_card(runs_, readings_),
                      verdict = verdict_card(runs_, courses, heart);
        if (pairs.pictures.empty()) {  // a sentence: what is narrow stands below it
            verdict.share = 1;
            figure.groups.insert(figure.groups.end(), {std::move(pairs), std::move(sure), std::move(verdict)});
        } else {
            figure.groups.insert(figure.groups.end(), {std::move(pairs), std::move(verdict), std::move(sure)});
        }
        figure.groups.push_back(numbers_card(runs_, courses));
        figure.groups.push_back(spread_card(runs_, readings_));
    }

private:
    Runs runs_;
    Readings readings_;
    bool log_x_ = true;
};

}  // namespace

const Entry kOverfitting = {.id = "overfitting",
                            .title = "Overfitting",
                            .term = "",
                            .group = Group::train,
                            .what = "Did it learn a rule, or its digits by heart?",
                            .source = "Zhang et al. 2017 (shuffled labels); five-fold cross-validation",
                            .settings = kSettings,
                            .of_input = false,
                            .of_selection = false,
                            .needs_digits = true,
                            .make = made<OverfittingProbe>,
                            .of_history = true,
                            .of_runs = true};

}  // namespace probe
