#pragma once
// What a fallible operation gives back: a value, or an Error that says what the
// caller can do about it. Nothing in Hallway throws; libraries that do are wrapped
// in the one file that may know them.

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace hallway {

// Says what the caller will do. Only `limited`, `full` and `unavailable` are worth a retry.
enum class Code {
  invalid,          // the input is wrong; the same input will always be refused
  unauthenticated,  // we do not know who asks
  forbidden,        // we know, and they may not
  not_found,
  gone,      // existed, was deleted for good
  conflict,  // contradicts what is stored
  too_large,
  limited,      // too much at once; later it will work
  full,         // no room to write anything; as soon as somebody makes some, it will work
  unavailable,  // something outside did not answer; later it may work
  corrupt,      // our own data cannot be read
  internal,     // our bug
};

[[nodiscard]] std::string_view name_of(Code code);

struct Error {
  Code code = Code::internal;
  std::string what;  // one sentence for the log; names the value at fault, never a secret

  [[nodiscard]] bool retryable() const {
    return code == Code::limited || code == Code::full || code == Code::unavailable;
  }
};

inline Error fail(Code code, std::string what) { return Error{code, std::move(what)}; }

template <class T = void>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only after ok().
  [[nodiscard]] T& value() & { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& value() const& { return *std::get_if<0>(&state_); }
  T value() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }

  // Only after !ok().
  [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&state_); }
  [[nodiscard]] Error error() && { return std::move(*std::get_if<1>(&state_)); }

  [[nodiscard]] T value_or(T other) && {
    return ok() ? std::move(*this).value() : std::move(other);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  void value() const {}
  [[nodiscard]] const Error& error() const& { return *error_; }
  [[nodiscard]] Error error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace hallway

#define HALLWAY_CAT2(a, b) a##b
#define HALLWAY_CAT(a, b) HALLWAY_CAT2(a, b)
#define HALLWAY_TRY(name, ...)                      \
  __extension__({                                   \
    auto name = (__VA_ARGS__);                      \
    if (!name.ok()) return std::move(name).error(); \
    std::move(name).value();                        \
  })
// `auto actor = TRY(find(txn, iri));` takes the value out of a Result or returns its error to
// our own caller. May be nested. Not among the initializers of a struct or beside other arguments
// that own something: what is already built when TRY returns is not destroyed (it leaks).
#define TRY(...) HALLWAY_TRY(HALLWAY_CAT(try_result_, __COUNTER__), __VA_ARGS__)
