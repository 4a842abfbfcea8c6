#pragma once
// How often passwords may be tried. Counted for each account together with the address that tries,
// so that who guesses shuts out only themselves; for each address over all accounts; and for each
// account over all addresses but those from which its owner has signed in before. Kept in memory.
// Any thread.

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "server/rate_limits.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class SignInLimits {
 public:
  // Before a password is looked at: counts the attempt. `address` as Request::peer_address has it;
  // of IPv6 the network of 64 bits counts. Fails with limited.
  Result<void> admit(std::string_view name, std::string_view address, Time now);
  // The password was right: forgets the attempts of this address at this account.
  void welcome(std::string_view name, std::string_view address, Time now);

 private:
  bool is_known(const std::string& pair, Time now);

  RateLimits attempts_;
  std::mutex mutex_;
  std::map<std::string, Time> known_;  // account and address of successes
};

}  // namespace hallway
