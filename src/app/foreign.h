// Files of frameworks that are open: their tensors, and how else they could be read.  What such a file leaves open is
// tried in slices of the frames after it was opened (io/foreign/trial.h), on drawn digits and then on the 10,000.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "base/result.h"
#include "hand/pen_digits.h"
#include "io/foreign/trial.h"

namespace app {

/// One thing that was assumed or told, as it is shown.
struct AssumptionRow {
    struct Choice {
        std::string word, brief;  ///< "mean 0.1307, deviation 0.3081", "standardised"
        std::string read;         ///< "98.0 %"; "" where it was not tried
        float share = 0;          ///< 0..1
    };
    std::string key, label;  ///< "order", "Order"
    std::vector<Choice> choices;
    std::size_t chosen = 0;
    std::string why;  ///< of a fact, which has one choice: "follows from the shapes"; "" where it is open
};

/// One of those that `trial` takes, with what its other choices read.
AssumptionRow assumption_row(const io::Trial& trial, const io::Assumption& one);

struct Foreign {
    enum class Step {
        drawing,  ///< digits to try it on
        trying,   ///< on those
        refused,  ///< no way of reading it reads digits: it waits for `open_anyway`
        open,     ///< it is a run; the 10,000 have not come
        reading,  ///< these
        done,
    };
    std::string name;  ///< "foreign.pt"
    std::shared_ptr<const io::FoundModel> found;
    std::unique_ptr<io::Trial> trial;  ///< never null
    Step step = Step::drawing;
    hand::DrawnDigits drawn;
    DataSetPtr set;                   ///< the 10,000, once they are read
    RunPtr run;                       ///< null until it is open
    std::vector<AssumptionRow> rows;  ///< of what is taken; none as long as it is being tried
    unsigned rows_of = 0;             ///< the trial's revision
    unsigned lanes = 0;               ///< State::revision.lanes when it was refused
    bool told = false;                ///< the person chose: a better way is not taken by itself any more
};

inline constexpr std::size_t kMostForeignNumbers = std::size_t{16} << 20;  ///< kept of all files, 4 bytes each

/// Begins to try what the file leaves open; a file that leaves nothing open, or cannot be tried, is open at once.
/// Errors: those of io/foreign.
base::Status open_foreign(State& state, std::string_view name, io::FoundModel found);

/// A slice; true while there is more to try.
bool advance_foreign(State& state, double seconds);
/// Tries to the end what was opened last, until it is open or refused.
void finish_foreign(State& state);

/// Of the network with the focus; of one that is being tried or was refused, before it is open; null where there is
/// none.
const Foreign* foreign_on_show(const State& state);

/// Changes one assumption of the network with the focus and makes it anew.  Errors: no such file, key or choice.
base::Status assume(State& state, std::string_view key, std::string_view choice);
/// The best of what was tried takes the place of what the person chose.
void assume_best(State& state);
/// Opens what was refused.
void open_anyway(State& state);

/// What stands above all in the view of this model: "Read as 28 x 28, ...: so it reads 98.7 % of 10,000 digits."
std::string foreign_finding(const Foreign& foreign);

/// "Taken as 28 x 28, 0 to 1, ReLU, max-pooling: 98.7 % of 10,000; next best tanh, 71 %"; or what it waits for.
std::string foreign_words(const Foreign& foreign);

}  // namespace app
