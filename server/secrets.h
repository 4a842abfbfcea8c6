#pragma once
// Secrets that stand for somebody for a while: one-time links and sessions. Of each only a digest
// is stored (storage/tokens.h), so whoever makes one sees it once.

#include <string>
#include <string_view>

#include "storage/tokens.h"

namespace hallway {

class Node;

inline constexpr Duration kSetupLinkLife = minutes(30);
inline constexpr Duration kSignInLinkLife = minutes(15);
inline constexpr Duration kResetLinkLife = hours(1);
inline constexpr Duration kSessionLife = days(30);
inline constexpr Duration kHalfInLife = minutes(10);

// The address that makes the first administrator; those made before stop working. Errors: conflict
// while there is an administrator.
Result<std::string> make_setup_link(Node& node);

// The address that signs `account` in once.
Result<std::string> make_sign_in_link(Node& node, Id account);

// The address at which `account` chooses a new password once; those made before stop working. That
// it was made is in the log; `by`: the account that does it, empty: an operator.
Result<std::string> make_reset_link(Node& node, Id account, std::string_view by = {});

// What stands for somebody whose password was right, until their second factor is.
Result<std::string> open_half_in(Node& node, Id account);

// A session's secret, as its cookie carries it.
Result<std::string> open_session(Node& node, Id account);

// Remembers that a token or session was used now; to the hour, so that reading does not write.
void note_use(Node& node, std::string_view secret, Token token);

// Takes a one-time secret, so that nobody else can: whose it was. Fails with not_found where it is
// unknown, used, expired or of another kind.
Result<Token> use_secret(WriteTxn& txn, std::string_view secret, TokenKind kind, Time now);

}  // namespace hallway
