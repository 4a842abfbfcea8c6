#include "federation/media_type.h"

#include "federation/http.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr std::string_view kSpace = " \t";
constexpr std::string_view kProfile = "https://www.w3.org/ns/activitystreams";

// Takes what stands before `end` off the front of `text`.
std::string_view take(std::string_view& text, std::string_view end) {
  const auto part = text.substr(0, text.find_first_of(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

// A profile is a list of IRIs separated by spaces (RFC 6906 §3.1).
bool names_profile(std::string_view list) {
  while (!list.empty()) {
    if (take(list, kSpace) == kProfile) return true;
  }
  return false;
}

bool has_profile(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto name = trim(take(parameters, "="));
    parameters = trim(parameters);
    const bool quoted = parameters.starts_with('"');
    if (quoted) parameters.remove_prefix(1);
    const auto value = take(parameters, quoted ? "\"" : ";");
    if (quoted) take(parameters, ";");
    if (equal_ignoring_case(name, "profile") && names_profile(trim(value))) return true;
  }
  return false;
}

}  // namespace

bool is_activity_json(std::string_view content_type) {
  const auto type = trim(take(content_type, ";"));
  if (equal_ignoring_case(type, "application/activity+json")) return true;
  return equal_ignoring_case(type, "application/ld+json") && has_profile(content_type);
}

}  // namespace hallway
