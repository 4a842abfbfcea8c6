#pragma once
// Whether a new password is good enough: not only long, but hard to guess for who knows which
// words, names, dates and patterns people take (zxcvbn). Any thread.

#include <string_view>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

// `known`: words that whoever guesses knows: the account's name, the node's. Fails with invalid,
// saying what would be better: those of acceptable_password (password.h), or one that takes less
// than a hundred million guesses.
Result<void> check_new_password(std::string_view password, const std::vector<std::string>& known);

}  // namespace hallway
