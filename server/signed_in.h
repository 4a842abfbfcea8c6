#pragma once
// Where somebody is signed in: their browsers, and the programs that they let in.

#include <string>
#include <string_view>
#include <vector>

#include "storage/tokens.h"

namespace hallway {

struct Access {
  std::string id;  // of one of its tokens
  Token token;     // made when its first was made, used when one of them was used last
};

// One for each browser and each consent, used last first.
std::vector<Access> list_access(const ReadTxn& txn, Id account, Time now);

// With all that the same consent gave. Fails with not_found where `account` has none with this
// whole id.
Result<Token> end_access(WriteTxn& txn, Id account, std::string_view id);

}  // namespace hallway
