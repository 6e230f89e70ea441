#include "app/keep.h"

#include <array>
#include <utility>

namespace app {
namespace {

using explain::Keep;

/// The first name of each is what is told.
constexpr std::array<std::pair<const char*, Keep>, 8> kNames = {{{"whole", Keep::whole_map},
                                                                 {"strongest", Keep::strongest},
                                                                 {"unit", Keep::unit},
                                                                 {"all", Keep::all_maps},
                                                                 {"whole_map", Keep::whole_map},
                                                                 {"whole map", Keep::whole_map},
                                                                 {"all_maps", Keep::all_maps},
                                                                 {"all maps", Keep::all_maps}}};

}  // namespace

const char* keep_name(Keep keep) {
    for (const auto& [name, meaning] : kNames)
        if (meaning == keep) return name;
    return "";
}

std::optional<Keep> keep_of(std::string_view name) {
    for (const auto& [known, meaning] : kNames)
        if (name == known) return meaning;
    return std::nullopt;
}

}  // namespace app
