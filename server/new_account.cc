#include "server/new_account.h"

#include "federation/actor.h"
#include "server/node.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

Result<void> log_addition(WriteTxn& txn, Node& node, const Account& account, const Actor& actor) {
  const Json payload{{"type", "AddAccount"},
                     {"name", account.name},
                     {"role", name_of(account.role)},
                     {"object", actor.iri.text()}};
  TRY(append_log(txn, node.random(),
                 {.at = node.now(),
                  .source = Source::admin,
                  .actor = node.home().instance_actor().text(),
                  .type = "AddAccount",
                  .object = actor.iri.text(),
                  .payload = dump_json(payload)}));
  return {};
}

Result<Account> put_new(WriteTxn& txn, Node& node, const NewAccount& fresh, const KeyPairs& keys) {
  const auto& home = node.home();
  if (find_account(txn, fresh.name) || find_actor_by_handle(txn, fresh.name, home.domain.text())) {
    return fail(Code::conflict, "the name " + fresh.name + " is taken");
  }
  auto actor = local_actor(home, fresh.name, node.now());
  actor.display_name = fresh.display_name;
  TRY(put_actor(txn, actor, node.now()));  // gives it the id that its keys are stored under
  TRY(store_keys(txn, actor, keys, node.now()));
  TRY(put_actor(txn, actor, node.now()));
  Account account{.name = fresh.name,
                  .actor = actor.id,
                  .email = fresh.email,
                  .password = fresh.password,
                  .role = fresh.role,
                  .skills = fresh.skills,
                  .created = node.now()};
  TRY(put_account(txn, account));
  TRY(log_addition(txn, node, account, actor));
  return account;
}

}  // namespace

Result<Account> add_account(Node& node, const NewAccount& fresh) {
  if (!valid_local_name(fresh.name)) {
    return fail(Code::invalid, "'" + fresh.name +
                                   "' cannot be a name here: 1 to 30 letters, digits, _ . - and "
                                   "not a reserved word");
  }
  const auto keys = TRY(make_keys());
  return node.writer().apply([&](WriteTxn& txn) { return put_new(txn, node, fresh, keys); });
}

}  // namespace hallway
