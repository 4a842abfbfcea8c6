#include "federation/signature.h"

#include <algorithm>

#include "federation/body_digest.h"
#include "federation/signature_schemes.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr Duration kMaxAge = hours(12);
constexpr Duration kMaxAhead = hours(1);
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;  // beyond that one verification takes milliseconds

// "example.org:443" is "example.org" where https is spoken.
std::string_view without_default_port(std::string_view authority, bool https) {
  const std::string_view port = https ? ":443" : ":80";
  if (authority.ends_with(port)) authority.remove_suffix(port.size());
  return authority;
}

bool names(std::string_view host, const Domain& own, bool https) {
  if (host == own.text()) return true;
  const auto domain = Domain::parse(without_default_port(host, https));
  if (!domain) return false;
  if (*domain == own) return true;
  // The WordPress plugin leaves the port out.
  return own.port() && !domain->port() &&
         own.text() == domain->text() + ":" + std::to_string(*own.port());
}

bool fits(const Claim& claim, const PublicKey& key) {
  if (key.type() == KeyType::rsa && (key.bits() < kMinRsaBits || key.bits() > kMaxRsaBits)) {
    return false;
  }
  const std::string_view named = claim.algorithm;
  if (claim.scheme == Scheme::cavage) {
    return named.empty() || named == "hs2019" ||
           (named == "rsa-sha256" && key.type() == KeyType::rsa);
  }
  return named.empty() || (named == "rsa-v1_5-sha256" && key.type() == KeyType::rsa) ||
         (named == "ed25519" && key.type() == KeyType::ed25519);
}

Result<void> check_digests(const Message& message, const BoundClaim& bound) {
  if (bound.digest) {
    TRY(check_digest(TRY(combined_value(*message.headers, "digest")), message.body));
  }
  if (!bound.content_digest) return {};
  return check_content_digest(TRY(combined_value(*message.headers, "content-digest")),
                              message.body);
}

}  // namespace

Error refuse(std::string what) { return fail(Code::unauthenticated, std::move(what)); }

Result<void> check_window(Time signed_at, Time now) {
  if (now - signed_at > kMaxAge)
    return refuse("the signature is too old: " + to_rfc3339(signed_at));
  if (signed_at - now > kMaxAhead) {
    return refuse("the signature is from the future: " + to_rfc3339(signed_at));
  }
  return {};
}

Result<Time> time_of_seconds(int64_t seconds) {
  constexpr int64_t kYear9999 = 253'402'300'799;
  if (seconds < 0 || seconds > kYear9999) return refuse("a time of the signature is out of range");
  return Time{seconds * 1000};
}

Result<std::string_view> check_host(const Message& message, const Domain& own) {
  std::optional<std::string_view> host;
  for (const auto& [name, value] : message.headers->list()) {
    if (!equal_ignoring_case(name, "host")) continue;
    if (host) return refuse("two Host headers");
    host = trim(value);
  }
  if (!host) return refuse("no Host header");
  if (!names(*host, own, message.url.https())) {
    return refuse("the request was signed for another host: " + std::string(*host));
  }
  return *host;
}

Result<std::string> combined_value(const Headers& headers, std::string_view name) {
  std::string value;
  bool found = false;
  for (const auto& [key, line] : headers.list()) {
    if (!equal_ignoring_case(key, name)) continue;
    if (line.find_first_of("\r\n") != std::string::npos) {
      return fail(Code::invalid, "a line break in the header " + std::string(name));
    }
    if (found) value += ", ";
    value += trim(line);
    found = true;
  }
  if (!found) return fail(Code::invalid, "a signed header is absent: " + std::string(name));
  return value;
}

Result<Claim> read_signature(const Message& message, const Domain& own, Time now) {
  auto read = message.headers->find("signature-input") ? read_rfc9421(message, own, now)
                                                       : read_cavage(message, own, now);
  if (!read) return refuse(read.error().what);
  TRY(check_digests(message, *read));
  return std::move(read->claim);
}

bool verify_claim(const Claim& claim, const PublicKey& key) {
  if (!fits(claim, key)) return false;
  const auto made = [&](const std::string& base, PublicKey::Hash hash) {
    return key.verify(base, claim.signature, hash);
  };
  const auto any = [&](PublicKey::Hash hash) {
    return made(claim.base, hash) ||
           std::ranges::any_of(claim.alternative_bases,
                               [&](const std::string& base) { return made(base, hash); });
  };
  if (any(PublicKey::Hash::sha256)) return true;
  return key.type() == KeyType::rsa && claim.algorithm == "hs2019" && any(PublicKey::Hash::sha512);
}

Result<void> sign_request(OutboundRequest& request, Signing how, const std::string& key_id,
                          const PrivateKey& key, Time now) {
  const KeyType needed = how == Signing::rfc9421_ed25519 ? KeyType::ed25519 : KeyType::rsa;
  if (key.type() != needed) return fail(Code::invalid, "the key does not fit the way of signing");
  for (const auto* name : {"Signature", "Signature-Input", "Digest", "Content-Digest"}) {
    request.headers.erase(name);
  }
  request.headers.set("Host", request.url.domain().text());
  request.headers.set("Date", to_http_date(now));
  const bool carries = !request.body.empty() || request.method == "POST";
  if (how == Signing::cavage_rsa) {
    if (carries) request.headers.set("Digest", digest_field(request.body));
    return sign_cavage(request, key_id, key);
  }
  if (carries) request.headers.set("Content-Digest", content_digest_field(request.body));
  return sign_rfc9421(request, key_id, key, now);
}

}  // namespace hallway
