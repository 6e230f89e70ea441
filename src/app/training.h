// Training here: what is asked of whoever trains (a worker of the page, a thread of the window), and what comes of it.
//
// The trainer stands behind two effects, start_training and steer_training, and answers through training_told,
// training_brought and training_ended.  Its networks become checkpoints of a run, which the lanes show as any other's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/data_set.h"
#include "app/recipe_values.h"
#include "app/run.h"

namespace app {

struct State;

inline constexpr std::size_t kMostCheckpoints = 64;
inline constexpr int kMeasured = 2000;  ///< held-out digits that a checkpoint is measured with; all, the last one

/// What a trainer needs.  The sets do not change, and stay as long as somebody holds this.
struct TrainingOrder {
    int id = 0;
    std::string recipe;              ///< JSON, for recipe::parse
    DataSetPtr learn_set, held_set;  ///< may be the same
    nn::Digits learn, held_out;      ///< of them
    nn::NetworkPtr start = {};       ///< gives the first weights; null: the recipe does
    int measured = kMeasured;        ///< held-out digits that a checkpoint is measured with; 0: none, ever
    int judged = kMeasured / 2;      ///< the same of those it learns from
    bool live = true;                ///< networks between the checkpoints are told, too
};

enum class TrainingPhase {
    idle,      ///< nothing trains
    fetching,  ///< digits are on their way
    waiting,   ///< as many as may train at once do
    starting,  ///< the trainer has been asked for
    running,
    paused,
};

struct TrainingProgress {
    long batch = 0, batches = 0;
    int epoch = 0, epochs = 0;  ///< finished; all
    double images_per_second = 0;
};

/// What the card of curves shows; on a desk both curves are one face.
enum class TrainingFace { accuracy, loss, layers, mistakes };

/// Who looks at a training.
enum class Audience {
    lane,   ///< the lane with the focus shows its run
    list,   ///< its run comes to the others
    asker,  ///< nobody but who asked for it: its run has its last network, unmeasured, and is not listed
};

/// One training, from the moment it is asked for.
struct TrainingJob {
    RecipeValues used = {};
    TrainingPhase phase = TrainingPhase::idle;
    int id = 0;
    std::shared_ptr<const TrainingOrder> order = {};
    RunPtr run = {};  ///< that it makes; null before its first checkpoint, unless an asker gave it
    TrainingProgress progress = {};
    std::string problem = {};  ///< why it ended early: a sentence
    std::string note = {};     ///< what is to be said of it when it is over
    bool slow = false;         ///< a batch at a time, so that eyes can follow
    Audience audience = Audience::lane;
    std::string name = {};      ///< of its run; "": "Run 3"
    DataSetPtr learn_set = {};  ///< what it learns from; null: what the recipe says
};

/// The training on show, those beside it, and what the next one will be.  The one on show is the one whose run the lane
/// with the focus shows, where there is such a one, else the one that a person asked for last.
struct Training : TrainingJob {
    RecipeValues recipe = default_recipe();  ///< of the next one, as it is set on the screen
    std::vector<TrainingJob> others;         ///< none of them idle
    int at_once = 1;                         ///< how many may train at a time: the platform says so
    int asked = 0;                           ///< trainings so far, for their ids
    bool more_settings = false;              ///< on the screen
    bool linear = false;                     ///< the curves' axis
    TrainingFace face = TrainingFace::accuracy;
    int layer = -1;                         ///< of the list of layers, whose settings are unfolded
    std::string layers_problem;             ///< why the last change of the list was refused
    std::vector<nn::LayerSpec> own_layers;  ///< the last own list, also while another network is chosen
    bool second_block = false;              ///< which layers a phone shows
    std::string link;                       ///< to open when the network that it names has been trained
    double speed = 0;                       ///< pictures a second, as measured last; 0: not known
    int made = 0;                           ///< runs so far, for their names
    double play_at = 0;                     ///< seconds, when the scrubber goes on by itself; 0: it does not
};

// What a person does.
void start_training(State& state);  ///< by the recipe on the screen; digits that have not come are fetched first
void start_another(State& state);   ///< the same, beside what trains already
void pause_training(State& state);
void resume_training(State& state);
void step_training(State& state);  ///< one batch, then it pauses
void set_slow_training(State& state, bool slow);
void stop_training(State& state);     ///< what it has learnt stays, as the run's last checkpoint
void discard_training(State& state);  ///< the same, and the run is forgotten
void discard_run(State& state);       ///< the run in focus is forgotten, if it was trained here
void set_recipe(State& state, const RecipeValues& values);
bool is_training(const State& state);  ///< the one on show, at work or waiting
/// One more: it begins when there is room for it, oldest first.  Gives its id.
int queue_training(State& state, TrainingJob job);
/// Null where it is over.
const TrainingJob* find_training(const State& state, int id);
/// Of those that are not over, the one that makes this run; null where none does.
const TrainingJob* training_of(const State& state, const RunPtr& run);
/// It ends here, whether it is on show or not.
void stop_training(State& state, int id);
/// All that are not over, oldest first.
std::vector<const TrainingJob*> trainings(const State& state);
/// The big button: train, pause, or go on.
void press_train(State& state);

// What the trainer tells; `id` is its order's.
void training_told(State& state, int id, const TrainingProgress& progress);
/// A network after `batch` batches.  `kept`: a checkpoint with what was measured of it; else only to be looked at.
void training_brought(State& state, int id, long batch, nn::Network network, bool kept,
                      std::map<std::string, double> measures, std::vector<int> confusion = {});
/// The same from a model file's bytes.
void training_brought(State& state, int id, long batch, std::span<const std::uint8_t> model, bool kept,
                      std::map<std::string, double> measures, std::vector<int> confusion = {});
/// It will be over: its patience ended after `batch` batches; after `best` the held-out loss was lowest.
void training_stopped_early(State& state, int id, long batch, long best);
/// It is over: all was done or stopped, or `why` says why not.
void training_ended(State& state, int id, std::string_view why);

/// Asks the trainer when the digits have come, and plays; with every update.  True while it plays.
bool refresh_training(State& state);

// In words.
std::string training_finding(const State& state);  ///< of the checkpoint on show, or what to do
std::string estimate_words(const State& state);    ///< "trains about 6 s"
/// A share or a loss that was measured at this checkpoint; NaN where it was not.
double measure(const Checkpoint& checkpoint, std::string_view name);

/// By name: train (`text`: a recipe; where one trains, beside it), pause, resume, step, slow, fast, stop, discard,
/// play, scrub (`text`: batches). Errors: no such act, a text that cannot be read.
base::Status act_on_training(State& state, std::string_view what, std::string_view text);

/// Opens the training's view with a recipe.
void open_training(State& state, const RecipeValues& recipe);

/// What it learns from: "MNIST", or the name of a set that the person brought.
std::string data_words(const State& state, const RecipeValues& recipe);
/// The next or previous of these.
void step_data(State& state, int way);
/// "mine, 3 classes: it learns from 160 pictures and is tried on the other 40."; "" for the sets that come with the
/// page.
std::string split_words(const State& state);

/// The networks at hand that a training can begin with, by name, the first one "Nothing".
std::vector<std::pair<std::string, std::uint64_t>> starts(const State& state);
/// What the next one begins with: "Nothing", "LeNet-5", or a network that is not here, by its identity.
std::string start_words(const State& state);
void step_start(State& state, int way);

// The scrubber.
/// Whether the run in focus has more than one moment.
bool has_moments(const State& state);
/// Shows the checkpoint after the most batches that are not more than `step`.
void scrub(State& state, long step);
/// Shows the checkpoint nearest to a place of the scrubber, 0..1.
void scrub_to(State& state, float place);
/// The next or previous checkpoint.
void scrub_by(State& state, int checkpoints);
/// Plays from the moment on show (from the first one at the end), or stops.
void play_moments(State& state);

}  // namespace app
