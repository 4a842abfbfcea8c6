#pragma once
// The second factor by which people sign in: a secret that their phone shares with this node (RFC
// 6238), and codes that each stand in for it once. Codes are kept as digests only; the secret must
// be kept as it is.

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/crypto.h"
#include "storage/values/time.h"

namespace hallway {

struct SecondFactor {
  std::string secret;      // 20 bytes
  Time confirmed;          // since when it is asked for; 0: no code of it came back yet
  uint64_t last_step = 0;  // the time step of the last code that was taken
  std::vector<Digest> recovery;
};

std::optional<SecondFactor> find_second_factor(const ReadTxn& txn, Id account);
Result<void> put_second_factor(WriteTxn& txn, Id account, const SecondFactor& factor);
Result<void> erase_second_factor(WriteTxn& txn, Id account);

}  // namespace hallway
