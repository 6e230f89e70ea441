// Python's pickles, read as data: nothing is executed, imported or looked up.  A call of a class stays what it is in
// the file, the class's name and its arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace io {

struct PickleValue {
    enum class Kind : std::uint8_t {
        none,
        boolean,
        integer,
        real,
        text,        ///< or bytes
        tuple,       ///< `items`
        list,        ///< `items`
        dict,        ///< `items`: key, value, key, value
        global,      ///< `module` and `text`, its name
        call,        ///< of `function` with `arguments`; then `items` were set as a dict's, and `state` was built in
        persistent,  ///< `arguments` says of what, for the file around the pickle to know
        opaque,      ///< a number too large, a buffer
    };
    Kind kind = Kind::none;
    std::int64_t integer = 0;  ///< boolean: 0 or 1
    double real = 0;
    std::string_view text, module;  ///< in the pickle's own bytes
    std::vector<int> items;
    int function = -1, arguments = -1, state = -1;  ///< indexes of values; -1: none
};

/// Values know one another by index, so that what refers to itself is no trouble; who walks them counts the steps.
class Pickle {
public:
    static constexpr std::size_t kMostValues = 300'000;

    /// One pickle, from its beginning; `bytes` must outlive it.  Time and memory grow with the bytes and no faster.
    /// Errors: cut short, an unknown or stray opcode (protocols 0 to 5 are known), over 300,000 values.
    static base::Result<Pickle> read(std::span<const std::uint8_t> bytes);

    const PickleValue& operator[](int index) const { return values_[static_cast<std::size_t>(index)]; }
    int root() const { return root_; }
    bool has(int index) const { return valid(index); }
    std::size_t used() const { return used_; }  ///< bytes up to the end of the pickle

    /// Whether the value is `module.name` itself.
    bool is_global(int index, std::string_view module, std::string_view name) const;
    /// The class that was called, or null.
    const PickleValue* class_of(int index) const;
    /// The arguments of a call or of a persistent value; empty where there are none.
    std::span<const int> arguments_of(int index) const;
    /// Keys and values, one after another, of a dict or of an object that is one; empty for anything else.
    std::span<const int> pairs_of(int index) const;
    /// The value of a key that is a text; -1 where there is none.
    int at(int index, std::string_view key) const;
    std::optional<std::int64_t> integer_of(int index) const;
    std::optional<double> number_of(int index) const;
    std::optional<std::string_view> text_of(int index) const;

private:
    friend class PickleMachine;
    friend class PickleStack;
    bool valid(int index) const { return index >= 0 && static_cast<std::size_t>(index) < values_.size(); }

    std::vector<PickleValue> values_;
    int root_ = 0;
    std::size_t used_ = 0;
};

}  // namespace io
