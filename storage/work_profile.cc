#include "storage/work_profile.h"

#include <algorithm>
#include <set>

#include "storage/search_words.h"

namespace hallway {

bool WorkProfile::has_skill(std::string_view name) const {
  const auto key = skill_key(name);
  return std::ranges::any_of(skills, [&](const auto& one) { return skill_key(one) == key; });
}

bool WorkProfile::empty() const {
  WorkProfile nothing;
  nothing.reach = reach;
  return *this == nothing;
}

std::string skill_key(std::string_view name) {
  std::string key;
  for (const auto& word : search_words(composed(name))) {
    if (!key.empty()) key += ' ';
    key += word.text;
  }
  return key;
}

std::vector<std::string> distinct_skills(const std::vector<std::string>& skills) {
  std::set<std::string> keys;
  std::vector<std::string> kept;
  for (const auto& skill : skills) {
    auto key = skill_key(skill);
    if (!key.empty() && keys.insert(std::move(key)).second) kept.push_back(skill);
  }
  return kept;
}

}  // namespace hallway
