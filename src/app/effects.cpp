#include "app/effects.h"

namespace app {

const char* effect_name(Effect::Kind kind) {
    switch (kind) {
        case Effect::Kind::open_file:
            return "open_file";
        case Effect::Kind::save_file:
            return "save_file";
        case Effect::Kind::copy_text:
            return "copy_text";
        case Effect::Kind::share_text:
            return "share_text";
        case Effect::Kind::full_screen:
            return "full_screen";
        case Effect::Kind::type_words:
            return "type_words";
        case Effect::Kind::open_link:
            return "open_link";
        case Effect::Kind::announce:
            return "announce";
        case Effect::Kind::fetch_set:
            return "fetch_set";
        case Effect::Kind::store_signs:
            return "store_signs";
        case Effect::Kind::name_sign:
            return "name_sign";
        case Effect::Kind::store_drawings:
            return "store_drawings";
        case Effect::Kind::open_folder:
            return "open_folder";
        case Effect::Kind::store_settings:
            return "store_settings";
        case Effect::Kind::show_link:
            return "show_link";
        case Effect::Kind::fetch_model:
            return "fetch_model";
        case Effect::Kind::warm_trainer:
            return "warm_trainer";
        case Effect::Kind::start_training:
            return "start_training";
        case Effect::Kind::steer_training:
            return "steer_training";
        case Effect::Kind::name_run:
            return "name_run";
        case Effect::Kind::fetch_run:
            return "fetch_run";
        case Effect::Kind::forget_run:
            return "forget_run";
        case Effect::Kind::fetch_reference:
            return "fetch_reference";
    }
    return "";
}

}  // namespace app
