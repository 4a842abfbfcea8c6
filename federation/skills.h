#pragma once
// The skills that somebody names, and the act of endorsing one: by colleagues, which are people of
// this node and of its siblings.

#include <span>
#include <string>
#include <vector>

#include "federation/act.h"
#include "storage/actors.h"
#include "storage/search_words.h"

namespace hallway {

struct KnownSkill {
  std::string name;
  size_t endorsements = 0;  // of those who are colleagues now
};

// Whether they are of this node or of a sibling, and may be shown: what they endorsed counts as
// long as that is so.
bool is_colleague(const ReadTxn& txn, const Home& home, Id id);

// In the order in which they name them.
std::vector<KnownSkill> skills_of(const ReadTxn& txn, const Home& home, const Actor& actor);

// A question, asked of the skills of one person after the other. One thread.
class SkillQuestion {
 public:
  explicit SkillQuestion(std::string_view question);

  // Those of theirs of whose words at least half are asked for, in any form ("kiln firing" for "who
  // fires kilns?"); of a script without spaces all.
  [[nodiscard]] std::vector<KnownSkill> matching(const ReadTxn& txn, const Home& home,
                                                 const Actor& actor);

 private:
  [[nodiscard]] std::string stem_of(const SearchWord& word, std::string_view language);
  [[nodiscard]] bool matches(std::string_view skill);

  Stems stems_;
  std::string language_;
  std::vector<std::string> asked_;  // stems, sorted
};

// `whom` is another than local.actor, here or of a sibling, who names the skill and lets themselves
// be found; nothing stands between the two. They are told, and nobody else. Again is no error.
// Errors: not_found, forbidden.
Result<void> endorse_skill(Local& local, Id whom, std::string_view skill);
// Nothing to take back is no error.
Result<void> unendorse_skill(Local& local, Id whom, std::string_view skill);

// {"type": "EndorseSkill", "object": whose skill, "hallwaySkill": its name}
Result<void> receive_skill_endorsement(Inbound& in);
// False where there is nothing to undo.
Result<bool> undo_skill_endorsement(Inbound& in, const Json& undone);

}  // namespace hallway
