#include "server/second_factor.h"

#include <algorithm>

#include "server/node.h"
#include "server/people.h"
#include "server/totp.h"

namespace hallway {
namespace {

constexpr size_t kRecoveryCodes = 10, kRecoveryBytes = 10;  // 80 bits each
constexpr RateLimits::Rule kAttempts{10, hours(1)};

// "abcd-EFGH 12" → "ABCDEFGH12", as it was shown but for what people add.
std::string bare(std::string_view code) {
  std::string text;
  for (const char c : code.substr(0, 64)) {
    if (c == ' ' || c == '-') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return text;
}

// "ABCD-EFGH-IJKL-MNOP"
std::string in_groups(std::string_view code) {
  std::string text;
  for (size_t i = 0; i < code.size(); i += 4) {
    text.append(text.empty() ? "" : "-").append(code.substr(i, 4));
  }
  return text;
}

Result<void> admit(Node& node, const Account& account) {
  if (node.rate_limits().admit("second factor\n" + to_string(account.id), kAttempts, node.now())) {
    return {};
  }
  return fail(Code::limited, "too many codes were tried; wait an hour, or ask your administrator");
}

Error wrong_code() {
  return fail(Code::unauthenticated, "that code is wrong, or was used already");
}

Result<void> note(WriteTxn& txn, Node& node, const Account& account, std::string_view deed,
                  std::string_view by) {
  const auto actor = find_actor(txn, account.actor);
  return note_deed(txn, node, deed, actor ? actor->iri.text() : std::string(), details_by(by));
}

// Takes the code out of what still counts; false where it is none.
bool take_code(SecondFactor& factor, const std::string& code, Time now) {
  if (const auto step = matching_step(factor.secret, code, now, factor.last_step)) {
    factor.last_step = *step;
    return true;
  }
  return std::erase(factor.recovery, sha256(code)) > 0;
}

}  // namespace

bool has_second_factor(const ReadTxn& txn, Id account) {
  const auto factor = find_second_factor(txn, account);
  return factor && factor->confirmed.ms != 0;
}

Result<SecondFactor> begin_second_factor(Node& node, const Account& account) {
  const SecondFactor fresh{.secret = node.random().bytes(kTotpSecretBytes)};
  return node.writer().apply([&](WriteTxn& txn) -> Result<SecondFactor> {
    if (has_second_factor(txn, account.id)) {
      return fail(Code::conflict, "there is a second factor already");
    }
    TRY(put_second_factor(txn, account.id, fresh));
    return fresh;
  });
}

Result<std::vector<std::string>> confirm_second_factor(Node& node, const Account& account,
                                                       std::string_view code) {
  TRY(admit(node, account));
  std::vector<std::string> codes;
  for (size_t i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(base32(node.random().bytes(kRecoveryBytes)));
  }
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto factor = find_second_factor(txn, account.id);
    if (!factor) return fail(Code::not_found, "begin with a new code to scan");
    if (factor->confirmed.ms != 0) return fail(Code::conflict, "it is confirmed already");
    if (!take_code(*factor, bare(code), node.now())) return wrong_code();
    factor->confirmed = node.now();
    factor->recovery.clear();
    for (const auto& one : codes) factor->recovery.push_back(sha256(one));
    TRY(put_second_factor(txn, account.id, *factor));
    return note(txn, node, account, "AddSecondFactor", account.name);
  }));
  node.rate_limits().forget("second factor\n" + to_string(account.id));
  std::ranges::transform(codes, codes.begin(), in_groups);
  return codes;
}

Result<void> use_second_factor(Node& node, const Account& account, std::string_view code) {
  TRY(admit(node, account));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto factor = find_second_factor(txn, account.id);
    if (!factor || factor->confirmed.ms == 0) return wrong_code();
    if (!take_code(*factor, bare(code), node.now())) return wrong_code();
    return put_second_factor(txn, account.id, *factor);
  }));
  node.rate_limits().forget("second factor\n" + to_string(account.id));
  return {};
}

Result<void> remove_second_factor(Node& node, const Account& account, std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (!find_second_factor(txn, account.id)) {
      return fail(Code::not_found, account.name + " has no second factor");
    }
    TRY(erase_second_factor(txn, account.id));
    return note(txn, node, account, "RemoveSecondFactor", by);
  });
}

}  // namespace hallway
