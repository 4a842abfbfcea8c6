#pragma once
// Making an account: the person, their actor and its keys, in one transaction.

#include <string>

#include "storage/accounts.h"
#include "storage/values/result.h"

namespace hallway {

class Node;

struct NewAccount {
  std::string name;
  std::string display_name;  // empty: the name
  std::string email;
  std::string password;  // argon2id, encoded; empty: none, they sign in by link
  Role role = Role::member;
  std::vector<std::string> skills;
};

// Takes tens of milliseconds (an RSA key). Logged as an act of the node itself. Errors: invalid (no
// valid_local_name), conflict (taken now or ever: a deleted person's address is not given away).
Result<Account> add_account(Node& node, const NewAccount& fresh);

}  // namespace hallway
