#pragma once
// Digests, encodings and signature keys, over OpenSSL EVP. Keys are parsed once and shared:
// parsing costs more than using (290 µs for PEM, 19 µs for an RSA verification).

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

using Digest = std::array<uint8_t, 32>;

Digest sha256(std::string_view data);
std::string sha512(std::string_view data);  // 64 raw bytes
std::string sha1(std::string_view data);  // 20 raw bytes; for RFC 6455 §4.2.2, which trusts it not
Digest hmac_sha256(std::string_view key, std::string_view data);
bool equal_constant_time(std::string_view a, std::string_view b);

inline std::string_view as_bytes_view(const Digest& d) {
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

std::string base64(std::string_view data);                   // with padding
Result<std::string> parse_base64(std::string_view text);     // strict; padding required
std::string base64url(std::string_view data);                // without padding
Result<std::string> parse_base64url(std::string_view text);  // padding optional
std::string base58btc(std::string_view data);                // without the multibase 'z'
Result<std::string> parse_base58btc(std::string_view text);  // at most 1,024 characters
std::string hex(std::string_view data);
Result<std::string> parse_hex(std::string_view text);

enum class KeyType { rsa, ed25519 };

// Cheap to copy (one shared handle); any thread may use one at the same time as others. Reading one
// fails with invalid for anything but RSA of 1,024 to 8,192 bits (whether 1,024 are enough is the
// caller's decision, see bits()) and Ed25519; RSA keys bound to PSS are refused.
class PublicKey {
 public:
  static Result<PublicKey> from_pem(std::string_view pem);  // SubjectPublicKeyInfo or PKCS#1
  static Result<PublicKey> from_der(std::string_view der);  // SubjectPublicKeyInfo or PKCS#1
  static Result<PublicKey> from_ed25519(std::string_view raw32);
  // FEP-521a publicKeyMultibase: 'z', base58btc, multicodec 0xed01 (Ed25519) or 0x1205 (RSA).
  static Result<PublicKey> from_multibase(std::string_view text);

  [[nodiscard]] KeyType type() const;
  [[nodiscard]] int bits() const;                  // 1,024 to 8,192 for RSA, 256 for Ed25519
  [[nodiscard]] std::string to_pem() const;        // SubjectPublicKeyInfo
  [[nodiscard]] std::string to_der() const;        // SubjectPublicKeyInfo
  [[nodiscard]] std::string to_multibase() const;  // Ed25519 only

  // RSA: RSASSA-PKCS1-v1_5 with SHA-256 or SHA-512; Ed25519: pure. False for anything wrong.
  enum class Hash { sha256, sha512 };
  [[nodiscard]] bool verify(std::string_view data, std::string_view signature,
                            Hash hash = Hash::sha256) const;
  [[nodiscard]] bool same_as(const PublicKey& other) const;

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<void> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<void> handle_;  // EVP_PKEY
};

class PrivateKey {
 public:
  static Result<PrivateKey> generate(KeyType type);                 // RSA of 2,048 bits
  static Result<PrivateKey> from_der(std::string_view der);         // PKCS#8
  static Result<PrivateKey> from_pem(std::string_view pem);         // PKCS#8, PKCS#1
  static Result<PrivateKey> from_multibase(std::string_view text);  // 'z', 0x8026: Ed25519 only

  [[nodiscard]] KeyType type() const;
  [[nodiscard]] std::string to_der() const;  // PKCS#8
  [[nodiscard]] PublicKey public_key() const;
  // RSA: RSASSA-PKCS1-v1_5 with SHA-256; Ed25519: pure. Fails only with internal.
  [[nodiscard]] Result<std::string> sign(std::string_view data) const;

 private:
  explicit PrivateKey(std::shared_ptr<void> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<void> handle_;
};

}  // namespace hallway
