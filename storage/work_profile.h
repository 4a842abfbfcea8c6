#pragma once
// What somebody does where they work: what the organization's directory says of them, and the
// skills that they name themselves. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "storage/posts.h"
#include "storage/values/iri.h"

namespace hallway {

struct WorkProfile {
  std::string title, team, place, hours;  // plain text of one line
  Iri manager;                            // here or elsewhere; empty: nobody
  std::vector<std::string> skills;        // each key once
  Label reach = Label::organization;      // of ours: how far it may be told

  [[nodiscard]] bool has_skill(std::string_view name) const;
  // Nothing that could be told.
  [[nodiscard]] bool empty() const;
  bool operator==(const WorkProfile&) const = default;
};

// What two spellings of one skill have in common: "C++ ", "c++"; "Crème brûlée", "creme brulee".
// Empty where there is no word in it.
std::string skill_key(std::string_view name);

// In their order, none twice, none without a word.
std::vector<std::string> distinct_skills(const std::vector<std::string>& skills);

}  // namespace hallway
