#pragma once
// What somebody does where they work, on the wire, and how they change it. Who may learn it is
// asked of policy (may_learn_work). Pure.

#include <optional>
#include <string>
#include <vector>

#include "storage/actors.h"
#include "storage/values/json.h"
#include "storage/work_profile.h"

namespace hallway {

inline constexpr size_t kMostSkills = 30;

// Adds it to an actor's document: jobTitle and knowsAbout of schema.org, terms of our own, and
// for those who know neither, profile fields after the actor's own.
void add_work(Json& document, const WorkProfile& work);

// Of a document, whatever stands in it: one line of plain text each, at most as long as ours.
WorkProfile read_work(const Json& document);

// As profile fields: "Role", "Team", "Place", "Hours", "Skills".
std::vector<Field> fields_of(const WorkProfile& work);
// Takes out of `fields` those that say no more than `work`.
void leave_out_work(std::vector<Field>& fields, const WorkProfile& work);

// What is not said stays as it is.
struct WorkChange {
  std::optional<std::string> title, team, place, hours;
  std::optional<Iri> manager;  // empty: nobody any more
  std::optional<std::vector<std::string>> skills;
  std::optional<Label> reach;

  [[nodiscard]] bool anything() const;
};
// `work` is of the actor at `self`, where there is one yet. Errors: invalid (too long, too many,
// their own manager).
Result<void> change_work(WorkProfile& work, const WorkChange& change, const Iri& self);

}  // namespace hallway
