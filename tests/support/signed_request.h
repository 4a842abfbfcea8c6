#pragma once
// Requests signed for tests: keys made once per process, and signatures whose base the test itself
// spells out, line by line, so that the code under test is not its own witness.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "federation/signature.h"
#include "tests/support/keys.h"
#include "tests/support/store.h"

namespace hallway::test {

inline const Time kNow = *parse_rfc3339("2026-11-25T13:00:00Z");
inline const std::string kKeyId = "https://remote.example/users/alice#main-key";

inline const PrivateKey& rsa_key() { return test_key(KeyType::rsa, 900); }
inline const PrivateKey& ed25519_key() { return test_key(KeyType::ed25519, 900); }
inline const PrivateKey& key_for(Signing how) {
  return how == Signing::rfc9421_ed25519 ? ed25519_key() : rsa_key();
}
inline constexpr Signing kAllWays[] = {Signing::cavage_rsa, Signing::rfc9421_rsa,
                                       Signing::rfc9421_ed25519};

// One request on its way to `url`, as a sender holds it.
inline OutboundRequest outbound(std::string method, std::string_view url, std::string body = "") {
  OutboundRequest request;
  request.method = std::move(method);
  request.url = *Iri::parse(url);
  request.body = std::move(body);
  return request;
}

inline OutboundRequest signed_post(Signing how, std::string_view url = "https://node.example/inbox",
                                   std::string body = R"({"type":"Like"})") {
  auto request = outbound("POST", url, std::move(body));
  EXPECT_TRUE(sign_request(request, how, kKeyId, key_for(how), kNow).ok());
  return request;
}

inline Message received(const OutboundRequest& request) {
  return {request.method, request.url, &request.headers, request.body};
}

inline Result<Claim> read(const OutboundRequest& request, std::string_view own = "node.example",
                          Time now = kNow) {
  return read_signature(received(request), domain(own), now);
}

inline bool accepted(const OutboundRequest& request, const PublicKey& key,
                     std::string_view own = "node.example", Time now = kNow) {
  const auto claim = read(request, own, now);
  return claim.ok() && verify_claim(*claim, key);
}

using Lines = std::vector<std::pair<std::string, std::string>>;  // name, value

inline std::string joined(const Lines& lines) {
  std::string text;
  for (const auto& [name, value] : lines) text += (text.empty() ? "" : "\n") + name + ": " + value;
  return text;
}

struct Cavage {
  Lines lines;  // what is signed, in this order
  std::string parameters = "algorithm=\"rsa-sha256\"";
  std::string key_id = kKeyId;
};

inline void sign_by_hand(OutboundRequest& request, const Cavage& how, const PrivateKey& key) {
  std::string names;
  for (const auto& line : how.lines) names += (names.empty() ? "" : " ") + line.first;
  request.headers.set("Signature", "keyId=\"" + how.key_id + "\"," + how.parameters +
                                       (how.parameters.empty() ? "" : ",") + "headers=\"" + names +
                                       "\",signature=\"" + base64(*key.sign(joined(how.lines))) +
                                       "\"");
}

struct Rfc9421 {
  Lines lines;  // names with their quotes: "\"@method\""
  std::string parameters = ";created=1795611600;keyid=\"" + kKeyId + "\"";  // created at kNow
};

inline void sign_by_hand(OutboundRequest& request, const Rfc9421& how, const PrivateKey& key) {
  std::string names;
  for (const auto& line : how.lines) names += (names.empty() ? "" : " ") + line.first;
  const std::string input = "(" + names + ")" + how.parameters;
  const std::string base =
      joined(how.lines) + (how.lines.empty() ? "" : "\n") + "\"@signature-params\": " + input;
  request.headers.set("Signature-Input", "sig=" + input);
  request.headers.set("Signature", "sig=:" + base64(*key.sign(base)) + ":");
}

}  // namespace hallway::test
