#pragma once
// The one table of everything that can be configured.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/config.h"
#include "server/option_value.h"

namespace hallway {

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

}  // namespace hallway
