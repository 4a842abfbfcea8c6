#pragma once
// The second factor of signing in: a code from an app on one's phone (server/totp.h), or one of ten
// recovery codes, each of which counts once. Whoever has one is asked for it after every other way
// in, a link as well as a password.

#include <string>
#include <string_view>
#include <vector>

#include "storage/second_factors.h"
#include "storage/values/result.h"

namespace hallway {

class Node;
struct Account;

// Whether it is asked for: a code of it came back once.
bool has_second_factor(const ReadTxn& txn, Id account);

// A new secret, not asked for yet; the one before that was not confirmed is forgotten. Fails with
// conflict where there is one already.
Result<SecondFactor> begin_second_factor(Node& node, const Account& account);
// From now on it is asked for. Returns the recovery codes, which nobody sees again. Errors:
// limited, not_found (none was begun), unauthenticated (the code is wrong), conflict.
Result<std::vector<std::string>> confirm_second_factor(Node& node, const Account& account,
                                                       std::string_view code);
// Uses up a code of the app or a recovery code; spaces and dashes in it do not count. Errors:
// limited (ten attempts an hour), unauthenticated.
Result<void> use_second_factor(Node& node, const Account& account, std::string_view code);
// It is asked for no longer. Fails with not_found. `by`: empty where an operator does it.
Result<void> remove_second_factor(Node& node, const Account& account, std::string_view by);

}  // namespace hallway
