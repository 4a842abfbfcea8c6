#include "federation/body_digest.h"

#include <algorithm>

#include "federation/http.h"
#include "federation/structured_fields.h"
#include "storage/values/ascii.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

enum class Known { sha256, sha512, other };

Known known(std::string_view algorithm) {
  if (equal_ignoring_case(algorithm, "sha-256")) return Known::sha256;
  if (equal_ignoring_case(algorithm, "sha-512")) return Known::sha512;
  return Known::other;
}

Error malformed(std::string what) { return fail(Code::invalid, std::move(what)); }
Error unbound(std::string what) { return fail(Code::unauthenticated, std::move(what)); }

Result<void> check_one(Known algorithm, std::string_view expected, std::string_view body) {
  const std::string actual =
      algorithm == Known::sha256 ? std::string(as_bytes_view(sha256(body))) : sha512(body);
  if (expected.size() != actual.size()) return malformed("the digest has the wrong length");
  if (!equal_constant_time(expected, actual)) return unbound("the digest is not that of the body");
  return {};
}

}  // namespace

std::string digest_field(std::string_view body) {
  return "SHA-256=" + base64(as_bytes_view(sha256(body)));
}

std::string content_digest_field(std::string_view body) {
  return "sha-256=:" + base64(as_bytes_view(sha256(body))) + ":";
}

Result<void> check_digest(std::string_view field, std::string_view body) {
  bool sha256_seen = false;
  while (!field.empty()) {
    const size_t comma = std::min(field.find(','), field.size());
    const std::string_view entry = trim(field.substr(0, comma));
    field.remove_prefix(std::min(comma + 1, field.size()));
    const size_t equals = entry.find('=');
    if (equals == std::string_view::npos) return malformed("the Digest field is malformed");
    const Known algorithm = known(entry.substr(0, equals));
    if (algorithm == Known::other) continue;
    const auto expected = parse_base64(entry.substr(equals + 1));
    if (!expected) return malformed("the Digest field is not base64");
    TRY(check_one(algorithm, *expected, body));
    sha256_seen = sha256_seen || algorithm == Known::sha256;
  }
  if (!sha256_seen) return unbound("the Digest field has no SHA-256");
  return {};
}

Result<void> check_content_digest(std::string_view field, std::string_view body) {
  const auto dictionary = parse_field_dictionary(field);
  if (!dictionary) return malformed("the Content-Digest field is malformed");
  bool seen = false;
  for (const auto& [name, member] : *dictionary) {
    const Known algorithm = known(name);
    if (algorithm == Known::other) continue;
    const auto* item = std::get_if<FieldItem>(&member);
    const auto* bytes = item ? std::get_if<FieldBytes>(&item->value) : nullptr;
    if (!bytes) return malformed("the Content-Digest field holds no byte sequence");
    TRY(check_one(algorithm, bytes->data, body));
    seen = true;
  }
  if (!seen) return unbound("the Content-Digest field has neither sha-256 nor sha-512");
  return {};
}

}  // namespace hallway
