#include "server/imported_author.h"

#include <algorithm>

#include "federation/actor.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/imported.h"
#include "storage/search_words.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

constexpr size_t kLongestName = 30, kRoomForNumber = 7;
constexpr size_t kMostOfOneName = 10'000;
constexpr std::string_view kNameless = "person";

bool is_plain(std::string_view word) {
  return std::ranges::all_of(
      word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Digest digest_of_author(const std::string& author) { return sha256("author\n" + author); }

std::string numbered(std::string_view name, size_t number) {
  if (number == 1) return std::string(name);
  name = name.substr(0, kLongestName - kRoomForNumber);
  return std::string(name) + "_" + std::to_string(number);
}

Result<Actor> add_author(WriteTxn& txn, Node& node, const std::string& name,
                         const std::string& author) {
  const auto now = node.now();
  Actor actor = local_actor(node.home(), name, now);
  actor.display_name = author;
  actor.indexable = true;
  TRY(put_actor(txn, actor, now));  // gives it the id that its key needs
  TRY(store_first_key(txn, actor, now));
  TRY(put_actor(txn, actor, now));
  Account account{.name = name, .actor = actor.id, .created = now};
  TRY(put_account(txn, account));
  TRY(put_imported(txn, actor.id, digest_of_author(author), actor.id));
  TRY(note_deed(txn, node, "AddAccount", actor.iri.text(),
                {{"name", name}, {"role", name_of(account.role)}}));
  return actor;
}

}  // namespace

std::string account_name_for(std::string_view author) {
  if (valid_local_name(author)) return std::string(author);
  const auto text = composed(author);
  std::string name;
  for (const auto& word : search_words(text)) {
    if (!is_plain(word.text)) continue;
    if (!name.empty()) name += "_";
    name += word.text;
  }
  name.resize(std::min(name.size(), kLongestName));
  name.erase(name.find_last_not_of('_') + 1);
  if (name.empty()) return std::string(kNameless);
  return valid_local_name(name) ? name : name + "_1";
}

Result<std::optional<Author>> find_or_add_author(WriteTxn& txn, Node& node,
                                                 const std::string& author) {
  const auto base = account_name_for(author);
  const auto digest = digest_of_author(author);
  bool was_deleted = false;
  for (size_t number = 1; number <= kMostOfOneName; ++number) {
    const auto name = numbered(base, number);
    auto actor = find_actor_by_handle(txn, name, node.home().domain.text());
    if (!actor && was_deleted) return std::optional<Author>();
    if (!actor) {
      auto added = TRY(add_author(txn, node, name, author));
      return std::optional(Author{std::move(added), true});
    }
    was_deleted |= actor->gone;
    if (actor->gone || !find_account(txn, name)) continue;
    const bool is_theirs = name == author || find_imported(txn, actor->id, digest);
    if (is_theirs) return std::optional(Author{std::move(*actor), false});
  }
  return fail(Code::conflict, "too many people are called " + base);
}

}  // namespace hallway
