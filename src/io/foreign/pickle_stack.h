// What a pickle's instructions work on: values, a stack with marks, and a memo.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "io/foreign/cursor.h"
#include "io/foreign/pickle.h"

namespace io {

/// Its first problem stops it: from then on nothing is added, and what is popped is value 0.
class PickleStack {
protected:
    using Kind = PickleValue::Kind;

    explicit PickleStack(std::span<const std::uint8_t> bytes) : bytes_(bytes), in_(bytes) {}

    void stop(const char* why) {
        if (problem_.empty()) problem_ = why;
    }

    int add(PickleValue value) {
        if (pickle_.values_.size() >= Pickle::kMostValues) stop("it holds more than 300,000 values");
        if (!problem_.empty()) return 0;
        pickle_.values_.push_back(std::move(value));
        return static_cast<int>(pickle_.values_.size()) - 1;
    }
    bool push(int index) {
        if (problem_.empty()) stack_.push_back(index);
        return true;
    }
    bool push(PickleValue value) { return push(add(std::move(value))); }
    bool push(Kind kind) {
        PickleValue value;
        value.kind = kind;
        return push(std::move(value));
    }
    bool push_integer(std::int64_t number) {
        PickleValue value;
        value.kind = Kind::integer;
        value.integer = number;
        return push(std::move(value));
    }
    bool push_boolean(bool truth) {
        PickleValue value;
        value.kind = Kind::boolean;
        value.integer = truth ? 1 : 0;
        return push(std::move(value));
    }
    bool push_real(double number) {
        PickleValue value;
        value.kind = Kind::real;
        value.real = number;
        return push(std::move(value));
    }
    bool push_text(std::string_view text) {
        PickleValue value;
        value.kind = Kind::text;
        value.text = text;
        return push(std::move(value));
    }
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    int pop() {
        if (stack_.size() <= floor()) {
            stop("its stack runs empty");
            return 0;
        }
        const int top = stack_.back();
        stack_.pop_back();
        return top;
    }
    /// What lies above the last mark, which goes.
    std::vector<int> pop_mark() {
        if (marks_.empty()) {
            stop("it has no mark where one is needed");
            return {};
        }
        const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<int> above(from, stack_.end());
        stack_.erase(from, stack_.end());
        marks_.pop_back();
        return above;
    }
    std::vector<int> pop_some(std::size_t count) {
        std::vector<int> values(count);
        for (std::size_t i = count; i-- > 0;) values[i] = pop();
        return values;
    }
    bool push_items(Kind kind, std::vector<int> items) {
        PickleValue value;
        value.kind = kind;
        value.items = std::move(items);
        return push(std::move(value));
    }
    PickleValue* top() {
        if (stack_.size() <= floor()) {
            stop("its stack runs empty");
            return nullptr;
        }
        return &pickle_.values_[static_cast<std::size_t>(stack_.back())];
    }

    /// A number written as digits.
    bool decimal(std::string_view line) {
        if (!line.empty() && line.back() == 'L') line.remove_suffix(1);
        if (line == "00" || line == "01") return push_boolean(line == "01");
        if (line.empty() || line.size() > 18) return push(Kind::opaque);
        return push_integer(std::strtoll(std::string(line).c_str(), nullptr, 10));
    }
    /// A number of `size` bytes, two's complement.
    bool long_integer(std::uint64_t size) {
        const auto raw = in_.take(size);
        if (raw.size() > 8) return push(Kind::opaque);
        std::uint64_t value = !raw.empty() && raw.back() >= 0x80 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | raw[i];
        return push_integer(static_cast<std::int64_t>(value));
    }
    double big_endian_double() {
        const auto raw = in_.take(8);
        std::uint64_t bits = 0;
        for (const std::uint8_t byte : raw) bits = bits << 8 | byte;
        double value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

    std::vector<int> even(std::vector<int> items) {
        if (items.size() % 2 != 0) stop("a key has no value");
        return items;
    }
    /// Into what lies on top: pairs into a dict or an object, values into a list; an object's own list is not kept.
    bool put(std::vector<int> items, bool pairs) {
        PickleValue* to = top();
        if (to == nullptr) return true;
        if (pairs) items = even(std::move(items));
        const bool fits = pairs ? to->kind == Kind::dict || to->kind == Kind::call : to->kind == Kind::list;
        if (fits) to->items.insert(to->items.end(), items.begin(), items.end());
        return true;
    }

    bool push_global(std::string_view module, std::string_view name) {
        PickleValue value;
        value.kind = Kind::global;
        value.module = module;
        value.text = name;
        return push(std::move(value));
    }
    bool push_call(int function, int arguments) {
        PickleValue value;
        value.kind = Kind::call;
        value.function = function;
        value.arguments = arguments;
        return push(std::move(value));
    }
    int tuple_of(std::vector<int> items) {
        PickleValue value;
        value.kind = Kind::tuple;
        value.items = std::move(items);
        return add(std::move(value));
    }
    bool push_persistent(int what) {
        PickleValue value;
        value.kind = Kind::persistent;
        value.arguments = what;
        return push(std::move(value));
    }

    /// Places are counted from 0 by whoever writes, so one beyond the number of bytes is no pickle's.
    bool remember(std::uint64_t place) {
        if (place >= bytes_.size()) stop("it remembers a value at a place that is too large");
        if (top() == nullptr || !problem_.empty()) return true;
        if (place >= memo_.size()) memo_.resize(static_cast<std::size_t>(place) + 1, -1);
        memo_[static_cast<std::size_t>(place)] = stack_.back();
        remembered_ = std::max<std::uint64_t>(remembered_, place + 1);
        return true;
    }
    bool recall(std::uint64_t place) {
        if (place >= memo_.size() || memo_[static_cast<std::size_t>(place)] < 0)
            stop("it recalls a value that it never remembered");
        return !problem_.empty() || push(memo_[static_cast<std::size_t>(place)]);
    }
    static std::uint64_t place_of(std::string_view line) {
        return std::strtoull(std::string(line.substr(0, 20)).c_str(), nullptr, 10);
    }
    std::span<const std::uint8_t> bytes_;
    Cursor in_;
    Pickle pickle_;
    std::vector<int> stack_, memo_;
    std::vector<std::size_t> marks_;
    std::uint64_t remembered_ = 0;
    std::string problem_;
};

}  // namespace io
