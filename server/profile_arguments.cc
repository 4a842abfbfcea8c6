#include "server/profile_arguments.h"

#include <algorithm>

namespace hallway {
namespace {

// The node makes one line of each, so spaces around a comma do not matter.
void add_skills(Json& skills, std::string_view list) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    const auto one = list.substr(0, end);
    if (one.find_first_not_of(' ') != std::string_view::npos) skills.push_back(std::string(one));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace

Json work_arguments(const Json& arguments) {
  Json said = Json::object();
  for (const auto* key : {"title", "team", "place", "hours", "manager", "reach"}) {
    if (const auto text = find_string(arguments, key)) said[key] = std::string(*text);
  }
  if (!find_member(arguments, "skills")) return said;
  said["skills"] = Json::array();
  for (const auto& list : list_argument(arguments, "skills")) add_skills(said["skills"], list);
  return said;
}

}  // namespace hallway
