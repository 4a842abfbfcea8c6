#include "storage/skill_endorsements.h"

#include <string>

#include "storage/work_profile.h"

namespace hallway {
namespace {

// Where the parts of the keys of the two tables begin.
constexpr size_t kId = 8, kSkill = 32;

Key skill_prefix(Id whom, std::string_view skill) { return key_of(whom, sha256(skill_key(skill))); }

Key row_key(const SkillEndorsement& one) {
  return key_of(one.whom, sha256(skill_key(one.skill)), one.by);
}

Key by_key(const SkillEndorsement& one) {
  return key_of(one.by, one.whom, sha256(skill_key(one.skill)));
}

std::vector<std::string> keys_under(const ReadTxn& txn, Table table, const Key& prefix) {
  std::vector<std::string> keys;
  txn.scan(table, prefix, [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  return keys;
}

// The rows of both tables, by keys of skill_endorsements_by that begin with `prefix`.
Result<void> erase_under(WriteTxn& txn, const Key& prefix) {
  for (const auto& key : keys_under(txn, Table::skill_endorsements_by, prefix)) {
    const auto whom_and_skill = std::string_view(key).substr(kId, kId + kSkill);
    TRY(txn.erase(Table::skill_endorsements, std::string(whom_and_skill) + key.substr(0, kId)));
    TRY(txn.erase(Table::skill_endorsements_by, key));
  }
  return {};
}

}  // namespace

Result<void> add_skill_endorsement(WriteTxn& txn, const SkillEndorsement& one, Time now) {
  if (has_skill_endorsement(txn, one)) return {};
  TRY(txn.put(Table::skill_endorsements, row_key(one),
              view(value_of(static_cast<uint64_t>(now.ms)))));
  return txn.put(Table::skill_endorsements_by, by_key(one), {});
}

Result<void> erase_skill_endorsement(WriteTxn& txn, const SkillEndorsement& one) {
  TRY(txn.erase(Table::skill_endorsements, row_key(one)));
  return txn.erase(Table::skill_endorsements_by, by_key(one));
}

bool has_skill_endorsement(const ReadTxn& txn, const SkillEndorsement& one) {
  return txn.has(Table::skill_endorsements, row_key(one));
}

std::vector<Id> list_skill_endorsers(const ReadTxn& txn, const SkillEndorsement& after,
                                     size_t most) {
  std::vector<Id> ids;
  if (most == 0 || after.by.value == UINT64_MAX) return ids;
  txn.scan(
      Table::skill_endorsements, skill_prefix(after.whom, after.skill),
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, kId + kSkill));
        return ids.size() < most;
      },
      row_key({after.whom, after.skill, Id{after.by.value + 1}}));
  return ids;
}

Result<void> erase_skill_endorsements(WriteTxn& txn, Id whom, std::string_view skill) {
  for (const Id by : list_skill_endorsers(txn, {.whom = whom, .skill = skill}, SIZE_MAX)) {
    TRY(erase_skill_endorsement(txn, {whom, skill, by}));
  }
  return {};
}

Result<void> erase_skill_endorsements_by(WriteTxn& txn, Id person) {
  return erase_under(txn, key_of(person));
}

Result<void> erase_skill_endorsements_between(WriteTxn& txn, Id one, Id other) {
  TRY(erase_under(txn, key_of(one, other)));
  return erase_under(txn, key_of(other, one));
}

}  // namespace hallway
