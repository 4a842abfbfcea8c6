#include "server/option_value.h"

#include <algorithm>
#include <charconv>

namespace hallway {
namespace {

using enum OptionKind;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    auto comma = std::min(text.find(','), text.size());
    auto part = text.substr(0, comma);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) result.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return result;
}

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

std::string_view kind_phrase(OptionKind kind) {
  switch (kind) {
    case text: return "text in quotes";
    case number: return "a whole number";
    case flag: return "true or false";
    case list: return "a list of texts like [\"a\", \"b\"]";
  }
  return {};
}

std::optional<OptionValue> read_option(OptionKind kind, std::string_view given) {
  switch (kind) {
    case text: return OptionValue(std::string(given));
    case list: return OptionValue(split(given));
    case flag:
      if (given == "true") return OptionValue(true);
      if (given == "false") return OptionValue(false);
      return std::nullopt;
    case number: break;
  }
  int64_t result = 0;
  auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), result);
  if (error != std::errc() || end != given.data() + given.size()) return std::nullopt;
  return OptionValue(result);
}

std::string to_toml(OptionKind kind, std::string_view given) {
  if (kind == number || kind == flag) return std::string(given);
  if (kind == text) return toml_string(given);
  std::string result;
  for (const std::string& part : split(given)) {
    result.append(result.empty() ? "" : ", ").append(toml_string(part));
  }
  return "[" + result + "]";
}

}  // namespace hallway
