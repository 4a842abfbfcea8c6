#pragma once
// People of this node: an account with which somebody signs in, and the actor that others see.
// Every change here is an entry of the log with source `admin`. Blocks; not on the writer's thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/work_profile.h"
#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/values/json.h"

namespace hallway {

class Node;

struct Person {
  Account account;
  Actor actor;
};

struct NewPerson {
  std::string name;
  std::string display_name;  // empty: the name is shown
  std::string bio;           // plain text
  std::string password;      // plain; empty: none, only links and tokens let them in
  Role role = Role::member;
  WorkChange work = {};
  std::string setup_secret;  // used up in the same transaction; empty: an operator makes them
  std::string email;         // may be empty
  // They signed up themselves, and an administrator is to let them in first: until then nobody
  // sees them, and they can do nothing.
  bool waiting = false;
  bool signed_up = false;       // by themselves: those who moderate are told
  std::string reason, locale;   // what they said when they signed up
  std::string invitation = {};  // the secret of one, used in the same transaction
};

// Errors: invalid (name, password), conflict (taken, or was somebody's), not_found (the secret, the
// invitation), limited.
Result<Person> add_person(Node& node, const NewPerson& fresh);

// `name` with or without @. Fails with not_found.
Result<Person> find_person(const ReadTxn& txn, std::string_view name);
// The same, but disabled accounts fail with forbidden.
Result<Person> find_active_person(const ReadTxn& txn, std::string_view name);

Result<void> set_role(Node& node, std::string_view name, Role role, std::string_view by = {});
// Disabling ends every session, link and token of theirs at once. Nothing is signed for them any
// more, and their profile and posts are shown to nobody, until they are enabled again.
// `by`, here and below: the account that does it; empty: an operator.
Result<void> set_disabled(Node& node, std::string_view name, bool disabled,
                          std::string_view by = {});
// Lets in somebody who waits. Fails with not_found, conflict where they do not wait.
Result<void> approve_person(Node& node, std::string_view name, std::string_view by = {});
// Ends their sessions and links; tokens of programs stay.
Result<void> set_password(Node& node, std::string_view name, std::string_view password);

// The same by a link (make_reset_link), which is used up. Fails with not_found where the link or
// its account is no longer good, invalid (the password): then the link stays good.
Result<Account> reset_password(Node& node, std::string_view secret, std::string_view password);

// For good: everybody elsewhere who knows of them is told, what they wrote is erased, and nobody
// can have the name again. What one transaction cannot erase keep_house erases. Errors: not_found;
// after any other they are disabled, and it can be tried again.
struct Farewell {
  std::string handle;
  size_t told = 0;  // inboxes that the Delete is owed to
};
Result<Farewell> delete_person(Node& node, std::string_view name, std::string_view by = {});

// {"by": NAME}, or nothing where an operator does it: for note_deed.
Json details_by(std::string_view by);
// Appends what an operator did to the log. `details` must hold no secret.
Result<void> note_deed(WriteTxn& txn, Node& node, std::string_view type, std::string_view object,
                       const Json& details);

}  // namespace hallway
