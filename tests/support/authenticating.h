#pragma once
// Requests signed by alice, who lives elsewhere, before the door of a lone node.

#include <string>
#include <utility>

#include "federation/authenticate.h"
#include "tests/support/lone_node.h"

namespace hallway::test {

inline constexpr auto kInbox = "https://home.example/inbox";
inline constexpr auto kAlice = "https://remote.example/users/alice";
inline constexpr Signing kAllSchemes[] = {Signing::cavage_rsa, Signing::rfc9421_rsa,
                                          Signing::rfc9421_ed25519};

class AuthenticatorTest : public LoneNode {
 protected:
  [[nodiscard]] Request post(const SignWith& with, std::string body = R"({"type":"Like"})") {
    return signed_post(kInbox, std::move(body), with, clock_.now());
  }
  Result<Sender> send(const SignWith& with) { return authenticator_->authenticate(post(with)); }
  Code code_of(const SignWith& with) {
    const auto sender = send(with);
    return sender ? Code::internal : sender.error().code;
  }
  [[nodiscard]] size_t asked() const { return net_.requests("remote.example"); }

  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  const PrivateKey& other_key_ = test_key(KeyType::rsa, 1);
  const SignWith alice_{key_id_of(kAlice), key_};
  const SignWith forged_{key_id_of(kAlice), other_key_};
  Site remote_{net_, "https://remote.example"};
  Site evil_{net_, "https://evil.example"};
};

}  // namespace hallway::test
