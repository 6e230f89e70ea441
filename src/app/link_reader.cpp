// A link's text into what it says (see link.h).  One function a field; what is left over are the view's settings, which
// come from the probe's own table.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/keep.h"
#include "app/link.h"
#include "app/link_text.h"

namespace app {

std::string excerpt(std::string_view text) {
    std::string shown(text.substr(0, 40));
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
    return "'" + shown + (text.size() > 40 ? "..." : "") + "'";
}

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1,
                  low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::optional<int> whole_number(std::string_view text) {
    if (text.empty() || text.size() > 6 ||
        !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    return std::atoi(std::string(text).c_str());
}

using Fields = std::vector<std::pair<std::string, std::string>>;

base::Result<Fields> split(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::nullopt : unescaped(pair.substr(equals + 1));
        if (!value) return base::Error{"The link has a part that is no key=value: " + excerpt(pair)};
        fields.emplace_back(std::string(pair.substr(0, equals)), *value);
    }
    return fields;
}

std::optional<std::string> take(Fields& fields, std::string_view key) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [key](const auto& field) { return field.first == key; });
    if (found == fields.end()) return std::nullopt;
    std::string value = std::move(found->second);
    fields.erase(found);
    return value;
}

base::Status read_selection(Fields& fields, Link& link) {
    link.layer = take(fields, "layer").value_or("");
    for (const auto& [key, value] :
         {std::pair<const char*, std::optional<int>*>{"map", &link.map}, {"unit", &link.unit}}) {
        const auto text = take(fields, key);
        *value = text ? whole_number(*text) : std::nullopt;
        if (text && !*value)
            return base::Error{std::string("The link's ") + key + " is a whole number from 0, not " + excerpt(*text)};
    }
    if (link.layer == "input" && link.map == 0) link.map.reset();  // the input is one map
    if (link.layer == "input" && (link.map || link.unit))
        return base::Error{"The link names a map or unit of the input, which has none"};
    const auto keep = take(fields, "keep");
    if (!keep) return base::Done{};
    link.keep = keep_of(*keep);
    if (!link.keep)
        return base::Error{std::string("The link's keep is one of ") + kKeepWords + ", not " + excerpt(*keep)};
    if (*link.keep == explain::Keep::unit && !link.unit && link.layer != "input")
        return base::Error{"The link keeps one unit and does not say which: it needs unit="};
    return base::Done{};
}

/// "ID", "ID@STEP" or two of them with a comma between.  The step is for people: the identity alone finds the network.
base::Status read_models(Fields& fields, Link& link) {
    const std::string text = take(fields, "models").value_or("");
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string one = text.substr(begin, end - begin);
        const bool of_signs = one.ends_with(kSignsMark);
        one.resize(std::min(one.find('@'), one.size()));
        std::uint64_t id = 0;
        const bool is_hex = one.size() == 16 && std::all_of(one.begin(), one.end(), [&](char c) {
                                id = id << 4 | static_cast<std::uint64_t>(std::max(0, hex_digit(c)));
                                return hex_digit(c) >= 0;
                            });
        if (!is_hex || link.models.size() == 2)
            return base::Error{"The link's models are one or two of 16 hexadecimal digits, not " + excerpt(text)};
        link.models.push_back(id);
        link.with_signs.push_back(of_signs);
        begin = end + 1;
    }
    const auto scales = take(fields, "scales");
    if (scales && *scales != "own" && *scales != "shared")
        return base::Error{"The link's scales are own or shared, not " + excerpt(*scales)};
    if (scales) link.scales = *scales == "own" ? Scales::own : Scales::shared;
    const auto focus = take(fields, "focus");
    if (!focus) return base::Done{};
    link.focus = whole_number(*focus).value_or(2);
    if (link.focus >= static_cast<int>(link.models.size()))
        return base::Error{"The link's focus is 0 or 1 and needs that many models, not " + excerpt(*focus)};
    return base::Done{};
}

base::Status read_signs(Fields& fields, Link& link) {
    const auto code = take(fields, "signs");
    if (code) {
        auto signs = decode_signs(*code);
        if (!signs) return base::Error{signs.message()};
        link.signs = std::move(signs.value());
    }
    const bool wanted = std::find(link.with_signs.begin(), link.with_signs.end(), true) != link.with_signs.end();
    if (wanted && !link.signs) return base::Error{"The link names a network with signs, and has no signs"};
    return base::Done{};
}

base::Status read_input(Fields& fields, Link& link) {
    const auto set = take(fields, "set");
    if (set && !find_set(*set)) return base::Error{"The link names a data set that there is not: " + excerpt(*set)};
    if (set) link.set = find_set(*set)->which;
    const auto text = take(fields, "input");
    if (!text) return base::Done{};
    link.input = text->empty() ? std::vector<std::uint8_t>{} : decode_pixels(*text, kLinkPixels);
    if (!link.input)
        return base::Error{"The link's input is not the code of 28 x 28 pixels: it was cut or changed on the way"};
    const auto label = take(fields, "label");
    link.label = label ? whole_number(*label) : std::nullopt;
    if (label && (!link.label || *link.label > 9))
        return base::Error{"The link's label is a digit from 0 to 9, not " + excerpt(*label)};
    return base::Done{};
}

base::Status read_recipe(Fields& fields, Link& link) {
    const auto text = take(fields, "recipe");
    if (!text) return base::Done{};
    auto recipe = read_recipe_text(*text);
    if (!recipe) return base::Error{"The link: " + recipe.message()};
    link.recipe = recipe.value();
    return base::Done{};
}

/// The view, and every field that is left as a setting of it.
base::Status read_view(Fields& fields, Link& link) {
    const std::string view = take(fields, "view").value_or("explore");
    link.entry = probe::find(view);
    if (view == "train") link.page = Page::train;
    if (!link.entry && view != "explore" && link.page == Page::network)
        return base::Error{"The link asks for a view that there is not: " + excerpt(view)};
    if (!link.entry)
        return fields.empty()
                   ? base::Status(base::Done{})
                   : base::Status(base::Error{"The link has a part that nobody knows: " + excerpt(fields[0].first)});
    link.values = probe::defaults(*link.entry);
    for (const auto& [key, value] : fields)
        if (const base::Status status = probe::set(*link.entry, link.values, key, value); !status)
            return base::Error{"The link: " + status.message()};
    return base::Done{};
}

}  // namespace

base::Result<Link> parse_link(std::string_view text) {
    if (text.size() > kLongestLink) return base::Error{"The link is longer than 16,384 characters"};
    if (const std::size_t hash = text.rfind('#'); hash != std::string_view::npos) text.remove_prefix(hash + 1);
    auto fields = split(text);
    if (!fields) return base::Error{fields.message()};
    Link link;
    const auto version = take(fields.value(), "v");
    if (!version) return base::Error{"This is no link of Unpool: it does not begin with v=2"};
    if (*version != "1" && *version != "2")
        return base::Error{"The link is of version " + excerpt(*version) +
                           ", and this program knows versions 1 and 2: a newer one may open it"};
    if (*version == "1") link.old_model = take(fields.value(), "model").value_or("");
    for (const auto& read : {read_models, read_signs, read_input, read_selection, read_recipe, read_view})
        if (const base::Status status = read(fields.value(), link); !status) return base::Error{status.message()};
    return link;
}

}  // namespace app
