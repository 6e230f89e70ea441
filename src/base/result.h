// Result<T>: a value, or one sentence for the person whose file, link or model it was.
//
// Asserts are for our own mistakes; a Result is for the world's.  A message says what was expected,
// what was found and, where it helps, what to do; it ends without a full stop and names no C++ type.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace base {

struct Error {
    std::string message;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    bool ok() const { return std::holds_alternative<T>(state_); }
    explicit operator bool() const { return ok(); }

    T& value() {
        assert(ok());
        return *std::get_if<T>(&state_);
    }
    const T& value() const {
        assert(ok());
        return *std::get_if<T>(&state_);
    }
    const std::string& message() const {
        assert(!ok());
        return std::get_if<Error>(&state_)->message;
    }

private:
    std::variant<T, Error> state_;
};

/// For operations that give nothing back but may fail.
struct Done {};
using Status = Result<Done>;

}  // namespace base
