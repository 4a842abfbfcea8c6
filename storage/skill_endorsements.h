#pragma once
// Colleagues who say of somebody that they have a skill which that person names: each of them once.
// A skill is known by its key (storage/work_profile.h). What they say goes with the skill, with
// either of the two, and with a block between them.

#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct SkillEndorsement {
  Id whom;  // whose skill it is
  std::string_view skill;
  Id by;
};

// Again is no error and changes nothing.
Result<void> add_skill_endorsement(WriteTxn& txn, const SkillEndorsement& one, Time now);
Result<void> erase_skill_endorsement(WriteTxn& txn, const SkillEndorsement& one);
bool has_skill_endorsement(const ReadTxn& txn, const SkillEndorsement& one);

// By id of who endorses, beyond `after`.
std::vector<Id> list_skill_endorsers(const ReadTxn& txn, const SkillEndorsement& after,
                                     size_t most);

// Whoever endorses it: the skill is no longer theirs.
Result<void> erase_skill_endorsements(WriteTxn& txn, Id whom, std::string_view skill);
// Of anybody: the person has gone. What others endorse goes with their skills (put_actor).
Result<void> erase_skill_endorsements_by(WriteTxn& txn, Id person);
// Either of the other.
Result<void> erase_skill_endorsements_between(WriteTxn& txn, Id one, Id other);

}  // namespace hallway
