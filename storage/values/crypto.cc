#include "storage/values/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <optional>

#include "storage/values/evp.h"

namespace hallway {
namespace {

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

constexpr int kLeastRsaBits = 1024;  // what may sign is the signature's business; see signature.h
constexpr int kMostRsaBits = 8192;   // beyond, one verification would take milliseconds
constexpr int kMostExponentBits = 64;
constexpr size_t kLongestPem = 16 * 1024;
constexpr std::string_view kEd25519Public = "\xed\x01";   // multicodec ed25519-pub
constexpr std::string_view kRsaPublic = "\x85\x24";       // multicodec rsa-pub, 0x1205
constexpr std::string_view kEd25519Private = "\x80\x26";  // multicodec ed25519-priv

// What a handle holds. Preparing an RSA verification costs half as much as the verification itself,
// so a key that is used keeps one prepared.
struct HeldKey {
  explicit HeldKey(EVP_PKEY* owned)
      : key(owned),
        type(EVP_PKEY_get_base_id(owned) == EVP_PKEY_RSA ? KeyType::rsa : KeyType::ed25519) {}
  ~HeldKey() {
    sodium_memzero(ed25519.data(), ed25519.size());
    EVP_PKEY_free(key);
  }
  HeldKey(const HeldKey&) = delete;
  HeldKey& operator=(const HeldKey&) = delete;

  EVP_PKEY* const key;
  const KeyType type;
  // As libsodium signs with it; made for the first signature.
  std::array<uint8_t, crypto_sign_SECRETKEYBYTES> ed25519{};
  std::once_flag ed25519_made;
  std::mutex mutex;  // of what follows
  KeyContext verifying;
  const EVP_MD* verifying_md = nullptr;
};

HeldKey& held(const std::shared_ptr<void>& handle) { return *static_cast<HeldKey*>(handle.get()); }
EVP_PKEY* raw(const std::shared_ptr<void>& handle) { return held(handle).key; }
std::shared_ptr<void> owned(EVP_PKEY* key) { return std::make_shared<HeldKey>(key); }

KeyType type_of(const std::shared_ptr<void>& handle) { return held(handle).type; }

bool has_fair_exponent(EVP_PKEY* key) {
  BIGNUM* e = nullptr;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) != 1) return false;
  const int bits = BN_num_bits(e);
  BN_free(e);
  return bits >= 2 && bits <= kMostExponentBits;
}

// Takes ownership of `key`, which may be null.
Result<std::shared_ptr<void>> accept(EVP_PKEY* key) {
  // What failed decoders leave behind would be taken for an error of the thread's next TLS call.
  ERR_clear_error();
  if (!key) return fail(Code::invalid, "not a key this node can read");
  auto handle = owned(key);
  const int id = EVP_PKEY_get_base_id(key);
  if (id == EVP_PKEY_ED25519) return handle;
  if (id != EVP_PKEY_RSA) return fail(Code::invalid, "the key is neither RSA nor Ed25519");
  const int bits = EVP_PKEY_get_bits(key);
  if (bits < kLeastRsaBits || bits > kMostRsaBits || !has_fair_exponent(key)) {
    return fail(Code::invalid, "RSA key of unusable size: " + std::to_string(bits) + " bits");
  }
  return handle;
}

struct Pem {
  std::string label;
  std::string der;
};

// RFC 7468, with any white space between the lines, since senders lose line ends in JSON.
std::optional<Pem> parse_pem(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kDashes = "-----";
  if (text.size() > kLongestPem) return std::nullopt;
  const size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + kBegin.size());
  const size_t dashes = text.find(kDashes);
  if (dashes == std::string_view::npos) return std::nullopt;
  Pem pem{std::string(text.substr(0, dashes)), {}};
  text.remove_prefix(dashes + kDashes.size());
  const size_t end = text.find("-----END " + pem.label + "-----");
  if (end == std::string_view::npos) return std::nullopt;
  std::string body(text.substr(0, end));
  std::erase_if(body, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  auto der = parse_base64(body);
  OPENSSL_cleanse(body.data(), body.size());
  if (!der) return std::nullopt;
  pem.der = std::move(*der);
  return pem;
}

std::string write_pem(std::string_view label, std::string_view der) {
  const std::string body = base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (size_t i = 0; i < body.size(); i += 64) out += body.substr(i, 64) + "\n";
  return out + "-----END " + std::string(label) + "-----\n";
}

// A d2i function that must take all of `der`, or null.
template <class Decode>
EVP_PKEY* decode_whole(std::string_view der, Decode decode) {
  const uint8_t* at = bytes(der);
  EVP_PKEY* key = decode(&at, static_cast<long>(std::min(der.size(), kLongestPem)));
  if (key && at != bytes(der) + der.size()) {
    EVP_PKEY_free(key);
    return nullptr;
  }
  return key;
}

EVP_PKEY* decode_spki(std::string_view der) {
  return decode_whole(der, [](const uint8_t** at, long n) { return d2i_PUBKEY(nullptr, at, n); });
}

EVP_PKEY* decode_pkcs1(std::string_view der) {
  return decode_whole(
      der, [](const uint8_t** at, long n) { return d2i_PublicKey(EVP_PKEY_RSA, nullptr, at, n); });
}

EVP_PKEY* decode_private(std::string_view der) {
  return decode_whole(
      der, [](const uint8_t** at, long n) { return d2i_AutoPrivateKey(nullptr, at, n); });
}

// The payload of a multibase text ('z' only) with the multicodec prefix still on it.
Result<std::string> parse_multibase(std::string_view text) {
  if (!text.starts_with('z')) return fail(Code::invalid, "multibase other than base58btc");
  return parse_base58btc(text.substr(1));
}

bool verify_ed25519(EVP_PKEY* key, std::string_view data, std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(data),
                          data.size()) == 1;
}

// By libsodium, which takes less than half of OpenSSL's time for it (docs/performance.md).
std::string sign_ed25519(HeldKey& held, std::string_view data) {
  static const bool usable = sodium_init() >= 0;
  demand(usable);
  std::call_once(held.ed25519_made, [&held] {
    std::array<uint8_t, crypto_sign_SEEDBYTES> seed{};
    std::array<uint8_t, crypto_sign_PUBLICKEYBYTES> unused{};
    size_t size = seed.size();
    demand(EVP_PKEY_get_raw_private_key(held.key, seed.data(), &size) == 1 && size == seed.size());
    crypto_sign_seed_keypair(unused.data(), held.ed25519.data(), seed.data());
    sodium_memzero(seed.data(), seed.size());
  });
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<uint8_t*>(out.data()), nullptr, bytes(data), data.size(),
                       held.ed25519.data());
  return out;
}

KeyContext prepare_rsa(EVP_PKEY* key, const EVP_MD* md) {
  KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const bool good = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context.get(), md) == 1;
  return good ? std::move(context) : nullptr;
}

bool verify_rsa(HeldKey& held, const EVP_MD* md, std::string_view hash,
                std::string_view signature) {
  KeyContext context;
  {
    const std::lock_guard lock(held.mutex);
    if (held.verifying_md == md) context = std::move(held.verifying);
  }
  if (!context) context = prepare_rsa(held.key, md);
  if (!context) return false;
  const bool good = EVP_PKEY_verify(context.get(), bytes(signature), signature.size(), bytes(hash),
                                    hash.size()) == 1;
  const std::lock_guard lock(held.mutex);
  std::swap(held.verifying, context);  // what another thread has put there meanwhile goes
  held.verifying_md = md;
  return good;
}

std::string encode_der(const EVP_PKEY* key, int (*encode)(const EVP_PKEY*, uint8_t**)) {
  const int size = encode(key, nullptr);
  if (size <= 0) return {};
  std::string out(static_cast<size_t>(size), '\0');
  auto* at = reinterpret_cast<uint8_t*>(out.data());
  encode(key, &at);
  return out;
}

}  // namespace

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  const auto parsed = parse_pem(pem);
  if (!parsed || (parsed->label != "PUBLIC KEY" && parsed->label != "RSA PUBLIC KEY")) {
    return fail(Code::invalid, "not a public key in PEM");
  }
  return from_der(parsed->der);
}

Result<PublicKey> PublicKey::from_der(std::string_view der) {
  EVP_PKEY* key = decode_spki(der);
  if (!key) key = decode_pkcs1(der);
  return PublicKey(TRY(accept(key)));
}

Result<PublicKey> PublicKey::from_ed25519(std::string_view raw32) {
  if (raw32.size() != 32) return fail(Code::invalid, "an Ed25519 key has 32 bytes");
  return PublicKey(TRY(
      accept(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(raw32), raw32.size()))));
}

Result<PublicKey> PublicKey::from_multibase(std::string_view text) {
  const std::string decoded = TRY(parse_multibase(text));
  const std::string_view payload = decoded;
  if (payload.starts_with(kEd25519Public)) return from_ed25519(payload.substr(2));
  if (payload.starts_with(kRsaPublic)) return from_der(payload.substr(2));
  return fail(Code::invalid, "multicodec of neither an Ed25519 nor an RSA public key");
}

KeyType PublicKey::type() const { return type_of(handle_); }

int PublicKey::bits() const {
  return type() == KeyType::ed25519 ? 256 : EVP_PKEY_get_bits(raw(handle_));
}

std::string PublicKey::to_der() const { return encode_der(raw(handle_), i2d_PUBKEY); }

std::string PublicKey::to_pem() const { return write_pem("PUBLIC KEY", to_der()); }

std::string PublicKey::to_multibase() const {
  std::string key(32, '\0');
  size_t size = key.size();
  if (EVP_PKEY_get_raw_public_key(raw(handle_), reinterpret_cast<uint8_t*>(key.data()), &size) !=
      1) {
    return {};
  }
  return "z" + base58btc(std::string(kEd25519Public) + key);
}

bool PublicKey::verify(std::string_view data, std::string_view signature, Hash hash) const {
  bool good = false;
  if (type() == KeyType::ed25519) {
    good = verify_ed25519(raw(handle_), data, signature);
  } else if (hash == Hash::sha512) {
    good = verify_rsa(held(handle_), md_sha512(), sha512(data), signature);
  } else {
    const Digest hashed = sha256(data);
    good = verify_rsa(held(handle_), md_sha256(), as_bytes_view(hashed), signature);
  }
  if (!good) ERR_clear_error();
  return good;
}

bool PublicKey::same_as(const PublicKey& other) const {
  return EVP_PKEY_eq(raw(handle_), raw(other.handle_)) == 1;
}

Result<PrivateKey> PrivateKey::generate(KeyType type) {
  EVP_PKEY* key = type == KeyType::rsa
                      ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(2048))
                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (!key) return fail(Code::internal, "a key could not be generated");
  return PrivateKey(owned(key));
}

Result<PrivateKey> PrivateKey::from_der(std::string_view der) {
  return PrivateKey(TRY(accept(decode_private(der))));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  auto parsed = parse_pem(pem);
  if (!parsed || (parsed->label != "PRIVATE KEY" && parsed->label != "RSA PRIVATE KEY")) {
    return fail(Code::invalid, "not an unencrypted private key in PEM");
  }
  auto key = from_der(parsed->der);
  OPENSSL_cleanse(parsed->der.data(), parsed->der.size());
  return key;
}

Result<PrivateKey> PrivateKey::from_multibase(std::string_view text) {
  std::string payload = TRY(parse_multibase(text));
  if (payload.size() != 34 || !payload.starts_with(kEd25519Private)) {
    return fail(Code::invalid, "multicodec of no Ed25519 private key");
  }
  auto handle =
      accept(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(payload) + 2, 32));
  OPENSSL_cleanse(payload.data(), payload.size());
  return PrivateKey(TRY(std::move(handle)));
}

KeyType PrivateKey::type() const { return type_of(handle_); }

std::string PrivateKey::to_der() const {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(raw(handle_));
  uint8_t* der = nullptr;
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : 0;
  std::string out(reinterpret_cast<const char*>(der), static_cast<size_t>(std::max(size, 0)));
  OPENSSL_clear_free(der, out.size());
  PKCS8_PRIV_KEY_INFO_free(info);
  return out;
}

PublicKey PrivateKey::public_key() const {
  // Through the encoded form, so that whoever holds the public key does not hold the private one.
  EVP_PKEY* key = decode_spki(encode_der(raw(handle_), i2d_PUBKEY));
  demand(key != nullptr);
  return PublicKey(owned(key));
}

Result<std::string> PrivateKey::sign(std::string_view data) const {
  if (type() == KeyType::ed25519) return sign_ed25519(held(handle_), data);
  const DigestContext context(EVP_MD_CTX_new());
  std::string out(static_cast<size_t>(EVP_PKEY_get_size(raw(handle_))), '\0');
  size_t size = out.size();
  if (!context ||
      EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, raw(handle_),
                            nullptr) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(out.data()), &size, bytes(data),
                     data.size()) != 1) {
    return fail(Code::internal, "signing failed");
  }
  out.resize(size);
  return out;
}

}  // namespace hallway
