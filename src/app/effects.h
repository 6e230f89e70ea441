// What the application asks of the world: values in a queue, carried out by the platform after each frame.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace app {

struct TrainingOrder;

struct Effect {
    enum class Kind {
        open_file,        ///< let the person choose a file; it comes back through `open_bytes` or `open_picture`
        save_file,        ///< offer `bytes` as a file called `name`
        copy_text,        ///< put `text` on the clipboard
        share_text,       ///< hand `text`, a link, to the system's sharing, or put it on the clipboard
        full_screen,      ///< fill the screen, or give it back
        type_words,       ///< what is typed goes to the search now: a screen without keys shows some
        open_link,        ///< open `text`, an https address, in a browser
        announce,         ///< say `text` to screen readers (the page's live region)
        fetch_set,        ///< bring the data set with the id `text`; its parts come back through `open_part`
        store_drawings,   ///< keep `text`, lines of strokes, for the next start; they come back through
                          ///< `restore_drawings`
        store_signs,      ///< the same with signs, through `restore_signs`
        name_sign,        ///< let the person name a new sign, `text` where they cannot: `add_new_sign`; or give the
                          ///< sign `name` another name: `rename_sign`
        open_folder,      ///< let the person choose a folder of pictures; they come back through `open_pictures`
        store_settings,   ///< keep `text` for the next start (local storage, preferences file)
        show_link,        ///< put `text` behind the page's address as its hash, without a new entry in the history
        fetch_model,      ///< bring the network that ships as `text`; it comes back through `open_shipped`
        warm_trainer,     ///< a training waits for its digits: have a trainer ready when they come
        start_training,   ///< train by the order `training`, whose id is `name` too: see training.h
        steer_training,   ///< `text`: pause, resume, step, slow, fast, stop; of the training `name`
        name_run,         ///< let the person give the kept run `name`, called `text`, another name: `rename_run`
        fetch_run,        ///< bring what is missing of the run that is kept as `name`: `restore_checkpoint`
        forget_run,       ///< the run that is kept as `name` is kept no longer
        fetch_reference,  ///< bring the reference tensors; they come back through `open_reference`
    };
    Kind kind = Kind::announce;
    std::string text;
    std::string name;
    std::vector<std::uint8_t> bytes;
    std::shared_ptr<const TrainingOrder> training = nullptr;
};

/// "open_file": how JavaScript knows a kind.
const char* effect_name(Effect::Kind kind);

}  // namespace app
