#pragma once
// What an option can be set to, and how that reads: in a variable, and in the file.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hallway {

enum class OptionKind { text, number, flag, list };
using OptionValue = std::variant<std::string, int64_t, bool, std::vector<std::string>>;

// What `text` means for an option of this kind: digits, true or false, a list by commas. nullopt
// where it is none of that.
std::optional<OptionValue> read_option(OptionKind kind, std::string_view text);
std::string_view kind_phrase(OptionKind kind);  // "a whole number"

// As it stands in the file: 8080, "text", ["a", "b"].
std::string to_toml(OptionKind kind, std::string_view text);

}  // namespace hallway
