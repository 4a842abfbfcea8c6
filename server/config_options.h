#pragma once
// The one table of everything that can be configured.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/config.h"

namespace hallway {

enum class OptionKind { text, number, flag, list };
using OptionValue = std::variant<std::string, int64_t, bool, std::vector<std::string>>;

struct Option {
  std::string_view section;
  std::string_view key;
  OptionKind kind;
  std::string_view fallback;  // as a variable would say it
  std::string_view sentence;
  // Stores a value of `kind`. Where it cannot be, says what must be ("must be ...").
  std::optional<std::string> (*set)(Config& config, const OptionValue& value);

  [[nodiscard]] std::string name() const;      // "node.port"
  [[nodiscard]] std::string variable() const;  // "HALLWAY_NODE_PORT"
};

std::span<const Option> options();

// What `text` means for an option of this kind: digits, true or false, a list by commas. nullopt
// where it is none of that.
std::optional<OptionValue> read_option(OptionKind kind, std::string_view text);
std::string_view kind_phrase(OptionKind kind);  // "a whole number"

// As it stands in the file: 8080, "text", ["a", "b"].
std::string to_toml(OptionKind kind, std::string_view text);

}  // namespace hallway
