#include "federation/skills.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/policy.h"
#include "storage/blocks.h"
#include "storage/skill_endorsements.h"

namespace hallway {
namespace {

constexpr size_t kMostCounted = 1'000;
constexpr size_t kShortWord = 3;  // bytes: "of", "and" say nothing beside longer ones

KnownSkill known_skill(const ReadTxn& txn, const Home& home, const Actor& actor,
                       const std::string& name) {
  const auto by = list_skill_endorsers(txn, {.whom = actor.id, .skill = name}, kMostCounted);
  const auto counts = [&](Id id) { return is_colleague(txn, home, id); };
  return {.name = name, .endorsements = static_cast<size_t>(std::ranges::count_if(by, counts))};
}

// Of a skill, the words that say something.
std::vector<SearchWord> telling_words(std::string_view skill) {
  auto words = search_words(composed(skill));
  const auto is_short = [](const SearchWord& word) {
    return !word.character && word.text.size() <= kShortWord;
  };
  if (!std::ranges::all_of(words, is_short)) std::erase_if(words, is_short);
  return words;
}

Json endorsement_json(const Actor& by, const Actor& whom, std::string_view skill) {
  return {{"type", "EndorseSkill"},
          {"actor", by.iri.text()},
          {"object", whom.iri.text()},
          {"hallwaySkill", std::string(skill)}};
}

// To the one person whom it is about.
Result<void> say(Local& local, Json activity, const Actor& whom) {
  activity["to"] = Json::array({whom.iri.text()});
  const auto recorded = TRY(record_activity(local, std::move(activity)));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {whom.id}},
          local.actor.id, local.now));
  return {};
}

// Whether `by`, here or elsewhere, may endorse a skill of `whom`.
Verdict may_endorse(const ReadTxn& txn, const Home& home, const Actor& by, const Actor& whom) {
  if (by.id == whom.id) return {false, "nobody endorses themselves"};
  if (estranged(txn, by.id, whom.id)) return {false, "one of the two blocks the other"};
  for (const auto* one : {&by, &whom}) {
    if (relation_to(txn, home, one->iri.domain()) != Relation::sibling) {
      return {false, "only colleagues endorse each other: people of this organization"};
    }
  }
  if (!whom.discoverable) return {false, "they do not want to be found"};
  return {true, "they are colleagues"};
}

}  // namespace

bool is_colleague(const ReadTxn& txn, const Home& home, Id id) {
  const auto actor = find_actor(txn, id);
  return actor && may_be_shown(txn, home, *actor) &&
         relation_to(txn, home, actor->iri.domain()) == Relation::sibling;
}

std::vector<KnownSkill> skills_of(const ReadTxn& txn, const Home& home, const Actor& actor) {
  std::vector<KnownSkill> skills;
  for (const auto& name : actor.work.skills) skills.push_back(known_skill(txn, home, actor, name));
  return skills;
}

SkillQuestion::SkillQuestion(std::string_view question) : language_(language_by_script(question)) {
  for (const auto& word : search_words(composed(question))) {
    asked_.push_back(stem_of(word, language_));
  }
  std::ranges::sort(asked_);
}

std::string SkillQuestion::stem_of(const SearchWord& word, std::string_view language) {
  return stems_.stem(word, language);
}

bool SkillQuestion::matches(std::string_view skill) {
  const auto words = telling_words(skill);
  const auto is_asked = [&](const SearchWord& word) {
    return std::ranges::binary_search(asked_, stem_of(word, language_));
  };
  const auto asked = static_cast<size_t>(std::ranges::count_if(words, is_asked));
  const bool whole = std::ranges::any_of(words, &SearchWord::character);
  return asked > 0 && (whole ? asked == words.size() : asked * 2 >= words.size());
}

std::vector<KnownSkill> SkillQuestion::matching(const ReadTxn& txn, const Home& home,
                                                const Actor& actor) {
  std::vector<KnownSkill> skills;
  for (const auto& name : actor.work.skills) {
    if (matches(name)) skills.push_back(known_skill(txn, home, actor, name));
  }
  return skills;
}

Result<void> endorse_skill(Local& local, Id whom, std::string_view skill) {
  TRY(check_standing(local));
  const auto actor = find_actor(local.txn, whom);
  if (!actor || !may_be_shown(local.txn, local.home, *actor)) {
    return fail(Code::not_found, "no such account");
  }
  if (const auto may = may_endorse(local.txn, local.home, local.actor, *actor); !may) {
    return fail(Code::forbidden, std::string(may.why));
  }
  if (!actor->work.has_skill(skill)) return fail(Code::not_found, "they name no such skill");
  const SkillEndorsement one{whom, skill, local.actor.id};
  if (has_skill_endorsement(local.txn, one)) return {};
  TRY(say(local, endorsement_json(local.actor, *actor, skill), *actor));
  return add_skill_endorsement(local.txn, one, local.now);
}

Result<void> unendorse_skill(Local& local, Id whom, std::string_view skill) {
  TRY(check_standing(local));
  const auto actor = find_actor(local.txn, whom);
  if (!actor) return fail(Code::not_found, "no such account");
  const SkillEndorsement one{whom, skill, local.actor.id};
  if (!has_skill_endorsement(local.txn, one)) return {};
  TRY(say(local, {{"type", "Undo"}, {"object", endorsement_json(local.actor, *actor, skill)}},
          *actor));
  return erase_skill_endorsement(local.txn, one);
}

Result<void> receive_skill_endorsement(Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  const auto whom = iri ? find_actor(in.txn, *iri) : std::nullopt;
  const auto skill = find_string(in.activity, "hallwaySkill").value_or("");
  if (!whom || !whom->local || !whom->work.has_skill(skill)) {
    in.ignored = "endorses no skill of anybody here";
    return {};
  }
  if (const auto may = may_endorse(in.txn, in.home, in.actor, *whom); !may) {
    in.ignored = may.why;
    return {};
  }
  TRY(take(in));
  return add_skill_endorsement(in.txn, {whom->id, skill, in.actor.id}, in.now);
}

Result<bool> undo_skill_endorsement(Inbound& in, const Json& undone) {
  const auto iri = find_iri(undone, "object");
  const auto whom = iri ? find_actor(in.txn, *iri) : std::nullopt;
  if (!whom || !whom->local) return false;
  const auto skill = find_string(undone, "hallwaySkill").value_or("");
  const SkillEndorsement one{whom->id, skill, in.actor.id};
  if (!has_skill_endorsement(in.txn, one)) return false;
  TRY(take(in));
  TRY(erase_skill_endorsement(in.txn, one));
  return true;
}

}  // namespace hallway
