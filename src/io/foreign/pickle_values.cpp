// What is asked of a pickle's values.
#include "io/foreign/pickle.h"

namespace io {

using Kind = PickleValue::Kind;

bool Pickle::is_global(int index, std::string_view module, std::string_view name) const {
    if (!valid(index)) return false;
    const PickleValue& value = (*this)[index];
    return value.kind == Kind::global && value.module == module && value.text == name;
}

const PickleValue* Pickle::class_of(int index) const {
    if (!valid(index) || (*this)[index].kind != Kind::call || !valid((*this)[index].function)) return nullptr;
    const PickleValue& function = (*this)[(*this)[index].function];
    if (function.kind != Kind::global) return nullptr;
    // Protocols before 2 rebuild objects by copyreg._reconstructor(class, object, None), some later ones by
    // copyreg.__newobj__(class).
    if ((function.module == "copy_reg" || function.module == "copyreg") && !arguments_of(index).empty()) {
        const int made = arguments_of(index)[0];
        if (valid(made) && (*this)[made].kind == Kind::global) return &(*this)[made];
    }
    return &function;
}

std::span<const int> Pickle::arguments_of(int index) const {
    if (!valid(index)) return {};
    const PickleValue& value = (*this)[index];
    if (value.kind != Kind::call && value.kind != Kind::persistent) return {};
    if (!valid(value.arguments) || (*this)[value.arguments].kind != Kind::tuple) return {};
    return (*this)[value.arguments].items;
}

std::span<const int> Pickle::pairs_of(int index) const {
    if (!valid(index)) return {};
    const PickleValue& value = (*this)[index];
    return value.kind == Kind::dict || value.kind == Kind::call ? std::span<const int>(value.items)
                                                                : std::span<const int>();
}

int Pickle::at(int index, std::string_view key) const {
    const auto pairs = pairs_of(index);
    for (std::size_t i = pairs.size(); i >= 2; i -= 2)  // of two values the later one stands
        if (text_of(pairs[i - 2]) == key) return pairs[i - 1];
    return -1;
}

std::optional<std::int64_t> Pickle::integer_of(int index) const {
    if (!valid(index)) return std::nullopt;
    const PickleValue& value = (*this)[index];
    if (value.kind != Kind::integer && value.kind != Kind::boolean) return std::nullopt;
    return value.integer;
}

std::optional<double> Pickle::number_of(int index) const {
    if (const auto whole = integer_of(index)) return static_cast<double>(*whole);
    if (!valid(index) || (*this)[index].kind != Kind::real) return std::nullopt;
    return (*this)[index].real;
}

std::optional<std::string_view> Pickle::text_of(int index) const {
    if (!valid(index) || (*this)[index].kind != Kind::text) return std::nullopt;
    return (*this)[index].text;
}

}  // namespace io
