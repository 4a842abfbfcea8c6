#include "server/push.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <array>

#include "storage/values/crypto.h"
#include "storage/values/evp.h"
#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr size_t kPoint = 65, kScalar = 32, kTag = 16, kSalt = 16;
constexpr size_t kRecord = 4'096;  // RFC 8291 §4: a push service need not take more
constexpr size_t kPushHeader = kSalt + 5 + kPoint;  // RFC 8188 §2.1

struct Release {
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
  void operator()(EVP_PKEY_CTX* x) const { EVP_PKEY_CTX_free(x); }
  void operator()(EVP_CIPHER_CTX* x) const { EVP_CIPHER_CTX_free(x); }
  void operator()(EVP_MD_CTX* x) const { EVP_MD_CTX_free(x); }
  void operator()(OSSL_PARAM_BLD* x) const { OSSL_PARAM_BLD_free(x); }
  void operator()(OSSL_PARAM* x) const { OSSL_PARAM_free(x); }
  void operator()(BIGNUM* x) const { BN_clear_free(x); }
  void operator()(EC_GROUP* x) const { EC_GROUP_free(x); }
  void operator()(EC_POINT* x) const { EC_POINT_free(x); }
  void operator()(ECDSA_SIG* x) const { ECDSA_SIG_free(x); }
  void operator()(PKCS8_PRIV_KEY_INFO* x) const { PKCS8_PRIV_KEY_INFO_free(x); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

EVP_PKEY* held(const std::shared_ptr<void>& handle) { return static_cast<EVP_PKEY*>(handle.get()); }

std::shared_ptr<void> shared(EVP_PKEY* key) {
  return {key, [](void* it) { EVP_PKEY_free(static_cast<EVP_PKEY*>(it)); }};
}

const uint8_t* raw(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }
uint8_t* raw(std::string& text) { return reinterpret_cast<uint8_t*>(text.data()); }

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> name{};
  return EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(),
                                        nullptr) == 1 &&
         std::string_view(name.data()) == "prime256v1";
}

// From a public point, and a private number where there is one.
Owned<EVP_PKEY> key_of_parts(std::string_view point, const BIGNUM* number) {
  const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  demand(builder &&
         OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                         0) == 1 &&
         OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                          point.size()) == 1);
  if (number) demand(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number) == 1);
  const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(builder.get()));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  demand(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata(context.get(), &key, number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                    params.get());
  return Owned<EVP_PKEY>(key);
}

// Nothing where it is no point of the curve (RFC 8291 §7: it must be checked).
Owned<EVP_PKEY> public_key(std::string_view point) {
  if (point.size() != kPoint || point[0] != 4) return nullptr;
  auto key = key_of_parts(point, nullptr);
  const Owned<EVP_PKEY_CTX> check(key ? EVP_PKEY_CTX_new(key.get(), nullptr) : nullptr);
  return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

// The first `size` bytes of HKDF's output, 32 at most (RFC 5869): one block.
std::string expand(const Digest& key, std::string info, size_t size) {
  info += '\1';
  return std::string(as_bytes_view(hmac_sha256(as_bytes_view(key), info)).substr(0, size));
}

std::string encrypt(std::string_view key, std::string_view nonce, std::string_view text) {
  std::string out(text.size() + kTag, '\0');
  const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
  int size = 0, rest = 0;
  demand(
      context &&
      EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), raw(key), raw(nonce), nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(out), &size, raw(text), static_cast<int>(text.size())) ==
          1 &&
      EVP_EncryptFinal_ex(context.get(), raw(out) + size, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, raw(out) + text.size()) == 1);
  return out;
}

}  // namespace

Result<PushKey> PushKey::generate() {
  EVP_PKEY* key = EVP_EC_gen("prime256v1");
  if (!key) return fail(Code::internal, "no key could be made");
  return PushKey(shared(key));
}

Result<PushKey> PushKey::from_der(std::string_view der) {
  const auto* at = raw(der);
  EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
  if (!key) return fail(Code::corrupt, "the key of web push cannot be read");
  auto handle = shared(key);
  if (!is_p256(key)) return fail(Code::corrupt, "the key of web push is of another kind");
  return PushKey(std::move(handle));
}

Result<PushKey> PushKey::from_scalar(std::string_view private32) {
  const Owned<BIGNUM> number(
      BN_bin2bn(raw(private32), static_cast<int>(private32.size()), nullptr));
  const Owned<EC_GROUP> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Owned<EC_POINT> point(EC_POINT_new(group.get()));
  std::string bytes(kPoint, '\0');
  if (private32.size() != kScalar || BN_is_zero(number.get()) ||
      BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0 ||
      EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw(bytes),
                         bytes.size(), nullptr) != kPoint) {
    return fail(Code::invalid, "this is no private key on P-256");
  }
  auto key = key_of_parts(bytes, number.get());
  if (!key) return fail(Code::invalid, "this is no private key on P-256");
  return PushKey(shared(key.release()));
}

std::string PushKey::to_der() const {
  const Owned<PKCS8_PRIV_KEY_INFO> info(EVP_PKEY2PKCS8(held(handle_)));
  uint8_t* bytes = nullptr;
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : -1;
  demand(size > 0);
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  OPENSSL_clear_free(bytes, static_cast<size_t>(size));
  return der;
}

std::string PushKey::public_point() const {
  std::string point(kPoint, '\0');
  size_t size = 0;
  demand(EVP_PKEY_get_octet_string_param(held(handle_), OSSL_PKEY_PARAM_PUB_KEY, raw(point),
                                         point.size(), &size) == 1 &&
         size == kPoint);
  return point;
}

Result<std::string> PushKey::agree(std::string_view point) const {
  const auto other = public_key(point);
  if (!other) return fail(Code::invalid, "p256dh is no public key on P-256");
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(held(handle_), nullptr));
  std::string secret(kScalar, '\0');
  size_t size = secret.size();
  demand(context && EVP_PKEY_derive_init(context.get()) == 1 &&
         EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
         EVP_PKEY_derive(context.get(), raw(secret), &size) == 1 && size == kScalar);
  return secret;
}

std::string PushKey::sign(std::string_view data) const {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::array<uint8_t, 128> der{};
  size_t size = der.size();
  demand(context &&
         EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, held(handle_)) == 1 &&
         EVP_DigestSign(context.get(), der.data(), &size, raw(data), data.size()) == 1);
  const auto* at = der.data();
  const Owned<ECDSA_SIG> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
  std::string out(2 * kScalar, '\0');
  demand(parts && BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw(out), kScalar) == kScalar &&
         BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), raw(out) + kScalar, kScalar) == kScalar);
  return out;
}

bool is_push_point(std::string_view point) { return public_key(point) != nullptr; }

Result<std::string> seal_push(std::string_view text, const PushReceiver& receiver,
                              const PushKey& once, std::string_view salt) {
  if (text.size() + 1 + kTag + kPushHeader > kRecord) {
    return fail(Code::too_large, "a push holds less than 4 KiB");
  }
  const auto secret = TRY(once.agree(receiver.p256dh));
  const auto ours = once.public_point();
  // RFC 8291 §3.4
  std::string info("WebPush: info\0", 14);
  info.append(receiver.p256dh).append(ours);
  const auto shared_key = expand(hmac_sha256(receiver.auth, secret), std::move(info), 32);
  const auto key = hmac_sha256(salt, shared_key);
  const auto content_key = expand(key, std::string("Content-Encoding: aes128gcm\0", 28), 16);
  const auto nonce = expand(key, std::string("Content-Encoding: nonce\0", 24), 12);
  std::string body(salt);
  for (const int shift : {24, 16, 8, 0}) body += static_cast<char>(kRecord >> shift & 0xff);
  body += static_cast<char>(kPoint);
  body += ours;
  return body + encrypt(content_key, nonce, std::string(text) + '\2');  // the last record
}

std::string vapid_header(const PushKey& key, const Iri& endpoint, const Iri& contact,
                         Time expires) {
  const auto part = [](const Json& json) { return base64url(dump_json(json)); };
  const auto signed_part =
      part({{"typ", "JWT"}, {"alg", "ES256"}}) + "." +
      part({{"aud", endpoint.origin()}, {"exp", expires.ms / 1'000}, {"sub", contact.text()}});
  return "vapid t=" + signed_part + "." + base64url(key.sign(signed_part)) +
         ", k=" + base64url(key.public_point());
}

}  // namespace hallway
