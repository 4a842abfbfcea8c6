#include "server/people.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/delete_actor.h"
#include "federation/plain_text.h"
#include "server/invitations.h"
#include "server/node.h"
#include "server/password.h"
#include "server/secrets.h"
#include "storage/log.h"
#include "storage/notifications.h"
#include "storage/tokens.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

constexpr size_t kMostDisplayName = 200, kMostBio = 5'000;

Result<void> check(const NewPerson& fresh) {
  if (!valid_local_name(fresh.name)) {
    return fail(
        Code::invalid,
        "\"" + fresh.name +
            "\" cannot be an account name: 1 to 30 letters, digits, _ . -, "
            "beginning and ending with a letter or digit, and none that the node needs itself");
  }
  if (fresh.display_name.size() > kMostDisplayName) {
    return fail(Code::invalid, "the display name has more than 200 bytes");
  }
  if (fresh.bio.size() > kMostBio) return fail(Code::invalid, "the bio has more than 5,000 bytes");
  WorkProfile work;
  return change_work(work, fresh.work, Iri());
}

Result<Actor> actor_of(Node& node, const NewPerson& fresh) {
  Actor actor = local_actor(node.home(), fresh.name, node.now());
  actor.display_name = clean_text(fresh.display_name);
  actor.summary = summary_of(clean_text(fresh.bio));
  TRY(change_work(actor.work, fresh.work, actor.iri));
  actor.suspended = fresh.waiting;
  return actor;
}

Result<void> claim_name(const ReadTxn& txn, const Home& home, const std::string& name) {
  if (find_account(txn, name) || find_actor_by_handle(txn, name, home.domain.text())) {
    return fail(Code::conflict, "the name " + name + " is taken");
  }
  return {};
}

Result<Account> change_account(Node& node, std::string_view name, std::string_view deed,
                               const Json& details,
                               const std::function<Result<void>(WriteTxn&, Account&)>& change) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<Account> {
    auto person = TRY(find_person(txn, name));
    TRY(change(txn, person.account));
    TRY(put_account(txn, person.account));
    TRY(note_deed(txn, node, deed, person.actor.iri.text(), details));
    return std::move(person.account);
  });
}

// Of theirs, but for the tokens of programs.
Result<void> end_sessions(WriteTxn& txn, Id account) {
  for (const auto kind : {TokenKind::session, TokenKind::sign_in_link, TokenKind::reset_link,
                          TokenKind::code, TokenKind::half_in}) {
    TRY(erase_tokens_of(txn, account, kind));
  }
  return {};
}

}  // namespace

Result<Person> add_person(Node& node, const NewPerson& fresh) {
  TRY(check(fresh));
  Account account{.name = fresh.name,
                  .email = fresh.email,
                  .role = fresh.role,
                  .disabled = fresh.waiting,
                  .created = node.now(),
                  .waiting = fresh.waiting,
                  .reason = clean_text(fresh.reason),
                  .locale = clean_text(fresh.locale)};
  if (!fresh.password.empty()) {
    account.password = TRY(hash_password(fresh.password, node.random()));
  }
  {
    const auto txn = TRY(node.read());  // before keys are made, which takes a while
    TRY(claim_name(txn, node.home(), fresh.name));
  }
  const auto keys = TRY(node.new_keys());
  return node.writer().apply([&](WriteTxn& txn) -> Result<Person> {
    TRY(claim_name(txn, node.home(), fresh.name));
    if (!fresh.setup_secret.empty()) {
      TRY(use_secret(txn, fresh.setup_secret, TokenKind::setup_link, node.now()));
      if (has_admin(txn)) return fail(Code::conflict, "there is an administrator already");
    }
    Json details{{"name", fresh.name}, {"role", name_of(fresh.role)}};
    if (!fresh.invitation.empty()) {
      details["invitation"] = TRY(use_invitation(txn, fresh.invitation, node.now())).id;
    }
    Person person{account, TRY(actor_of(node, fresh))};
    TRY(put_actor(txn, person.actor, node.now()));  // gives it the id that its keys need
    TRY(store_keys(txn, person.actor, keys, node.now()));
    TRY(put_actor(txn, person.actor, node.now()));
    person.account.actor = person.actor.id;
    TRY(put_account(txn, person.account));
    TRY(note_deed(txn, node, "AddAccount", person.actor.iri.text(), details));
    if (fresh.signed_up) {
      TRY(notify_staff(
          txn, {.type = NotificationType::sign_up, .actor = person.actor.id, .at = node.now()}));
    }
    return person;
  });
}

Result<Person> find_person(const ReadTxn& txn, std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  auto account = find_account(txn, name);
  if (!account) return fail(Code::not_found, "there is no account \"" + std::string(name) + "\"");
  auto actor = find_actor(txn, account->actor);
  if (!actor) return fail(Code::corrupt, "account " + account->name + " has no actor");
  return Person{std::move(*account), std::move(*actor)};
}

Result<Person> find_active_person(const ReadTxn& txn, std::string_view name) {
  auto person = TRY(find_person(txn, name));
  if (person.account.disabled) {
    return fail(Code::forbidden, "the account " + person.account.name + " is disabled");
  }
  return person;
}

Result<void> set_role(Node& node, std::string_view name, Role role, std::string_view by) {
  auto details = details_by(by);
  details["role"] = name_of(role);
  TRY(change_account(node, name, "SetRole", details,
                     [&](WriteTxn&, Account& account) -> Result<void> {
                       account.role = role;
                       return {};
                     }));
  return {};
}

Result<void> set_disabled(Node& node, std::string_view name, bool disabled, std::string_view by) {
  TRY(change_account(node, name, disabled ? "DisableAccount" : "EnableAccount", details_by(by),
                     [&](WriteTxn& txn, Account& account) -> Result<void> {
                       account.disabled = disabled;
                       account.waiting = false;
                       auto actor = find_actor(txn, account.actor);
                       if (!actor) return fail(Code::corrupt, account.name + " has no actor");
                       // What policy looks at: their posts stay in, and nothing is signed.
                       actor->suspended = disabled;
                       TRY(put_actor(txn, *actor, node.now()));
                       return disabled ? erase_tokens_of(txn, account.id) : Result<void>();
                     }));
  return {};
}

Json details_by(std::string_view by) { return by.empty() ? Json::object() : Json{{"by", by}}; }

Result<void> approve_person(Node& node, std::string_view name, std::string_view by) {
  TRY(change_account(node, name, "ApproveAccount", details_by(by),
                     [&](WriteTxn& txn, Account& account) -> Result<void> {
                       if (!account.waiting) {
                         return fail(Code::conflict, account.name + " does not wait to be let in");
                       }
                       account.waiting = account.disabled = false;
                       auto actor = find_actor(txn, account.actor);
                       if (!actor) return fail(Code::corrupt, account.name + " has no actor");
                       actor->suspended = false;
                       return put_actor(txn, *actor, node.now());
                     }));
  return {};
}

Result<Farewell> delete_person(Node& node, std::string_view name, std::string_view by) {
  // From now on they do nothing more that anybody could come to know of.
  TRY(set_disabled(node, name, true, by));
  std::vector<Id> acquaintances;
  {
    const auto txn = TRY(node.read());
    acquaintances = list_acquaintances(txn, TRY(find_person(txn, name)).actor.id);
  }
  return node.writer().apply([&](WriteTxn& txn) -> Result<Farewell> {
    const auto person = TRY(find_person(txn, name));
    Local local{txn, node.home(), node.random(), node.keys(), node.now(), person.actor};
    const auto told = TRY(delete_actor(local, acquaintances));
    TRY(erase_tokens_of(txn, person.account.id));
    TRY(erase_account(txn, person.account));
    TRY(note_deed(txn, node, "DeleteAccount", person.actor.iri.text(), details_by(by)));
    return Farewell{person.actor.handle(), told};
  });
}

Result<void> set_password(Node& node, std::string_view name, std::string_view password) {
  const auto hash = TRY(hash_password(password, node.random()));
  TRY(change_account(node, name, "SetPassword", Json::object(),
                     [&](WriteTxn& txn, Account& account) -> Result<void> {
                       account.password = hash;
                       return end_sessions(txn, account.id);
                     }));
  return {};
}

Result<Account> reset_password(Node& node, std::string_view secret, std::string_view password) {
  const auto hash = TRY(hash_password(password, node.random()));
  return node.writer().apply([&](WriteTxn& txn) -> Result<Account> {
    const auto token = TRY(use_secret(txn, secret, TokenKind::reset_link, node.now()));
    auto account = find_account(txn, token.account);
    if (!account || account->disabled) {
      return fail(Code::not_found, "the account of this link is disabled");
    }
    account->password = hash;
    TRY(put_account(txn, *account));
    TRY(end_sessions(txn, account->id));
    TRY(note_deed(txn, node, "ResetPassword", node.home().actor(account->name).text(),
                  Json::object()));
    return std::move(*account);
  });
}

Result<void> note_deed(WriteTxn& txn, Node& node, std::string_view type, std::string_view object,
                       const Json& details) {
  TRY(append_log(txn, seal(node.random(), dump_json(details)),
                 {.at = node.now(),
                  .source = Source::admin,
                  .actor = node.home().instance_actor().text(),
                  .type = std::string(type),
                  .object = std::string(object)}));
  return {};
}

}  // namespace hallway
