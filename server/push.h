#pragma once
// The cryptography of web push: what only the program that subscribed can read (RFC 8291, on
// RFC 8188's aes128gcm), and who sends it (RFC 8292, VAPID). Pure but for the randomness it is
// given or makes.

#include <memory>
#include <string>
#include <string_view>

#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// A key pair on P-256.
class PushKey {
 public:
  static Result<PushKey> generate();
  static Result<PushKey> from_der(std::string_view der);           // PKCS#8
  static Result<PushKey> from_scalar(std::string_view private32);  // its 32 bytes, big-endian

  [[nodiscard]] std::string to_der() const;        // PKCS#8: a secret
  [[nodiscard]] std::string public_point() const;  // 65 bytes, uncompressed

  // ECDH with a public point. Fails with invalid where that is none of the curve.
  [[nodiscard]] Result<std::string> agree(std::string_view point) const;
  // ES256 (RFC 7518 §3.4): 64 bytes.
  [[nodiscard]] std::string sign(std::string_view data) const;

 private:
  explicit PushKey(std::shared_ptr<void> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<void> handle_;  // EVP_PKEY
};

bool is_push_point(std::string_view point);

// Whom a message is for, in raw bytes.
struct PushReceiver {
  std::string_view p256dh, auth;
};
// The body of a push of `text`. `once` and `salt` (16 bytes) are for this message alone. Errors:
// invalid (a key that is none), too_large (beyond one record of 4,096 bytes).
Result<std::string> seal_push(std::string_view text, const PushReceiver& receiver,
                              const PushKey& once, std::string_view salt);

// The Authorization header for a push to `endpoint`, good until `expires`; `contact` is where the
// push service finds who runs this node.
std::string vapid_header(const PushKey& key, const Iri& endpoint, const Iri& contact, Time expires);

}  // namespace hallway
