// Digests of crypto.h and long_digest.h.

#include <openssl/core_names.h>
#include <openssl/crypto.h>

#include <array>
#include <span>

#include "storage/values/crypto.h"
#include "storage/values/evp.h"
#include "storage/values/hmac_sha1.h"
#include "storage/values/long_digest.h"

namespace hallway {
namespace {

using MacContext = std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>>;

EVP_MD_CTX* digest_context() {
  thread_local const DigestContext context(EVP_MD_CTX_new());
  demand(context != nullptr);
  return context.get();
}

void digest(const EVP_MD* md, std::string_view data, uint8_t* out) {
  EVP_MD_CTX* context = digest_context();
  demand(EVP_DigestInit_ex2(context, md, nullptr) == 1);
  demand(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
  demand(EVP_DigestFinal_ex(context, out, nullptr) == 1);
}

}  // namespace

Digest sha256(std::string_view data) {
  Digest out{};
  digest(md_sha256(), data, out.data());
  return out;
}

std::string sha512(std::string_view data) {
  std::string out(64, '\0');
  digest(md_sha512(), data, reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

std::string sha1(std::string_view data) {
  std::string out(20, '\0');
  digest(md_sha1(), data, reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

namespace {

// Fills `out`, whose size is that of the digest that `name` names.
void hmac(std::string name, std::string_view key, std::string_view data, std::span<uint8_t> out) {
  static EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  thread_local const MacContext context(EVP_MAC_CTX_new(mac));
  const std::array<OSSL_PARAM, 2> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), name.size()),
      OSSL_PARAM_construct_end()};
  size_t size = 0;
  demand(context && EVP_MAC_init(context.get(), bytes(key), key.size(), params.data()) == 1);
  demand(EVP_MAC_update(context.get(), bytes(data), data.size()) == 1);
  demand(EVP_MAC_final(context.get(), out.data(), &size, out.size()) == 1 && size == out.size());
}

}  // namespace

Digest hmac_sha256(std::string_view key, std::string_view data) {
  Digest out{};
  hmac("SHA256", key, data, out);
  return out;
}

std::array<uint8_t, 20> hmac_sha1(std::string_view key, std::string_view data) {
  std::array<uint8_t, 20> out{};
  hmac("SHA1", key, data, out);
  return out;
}

struct LongDigest::State {
  DigestContext context{EVP_MD_CTX_new()};
};

LongDigest::LongDigest() : state_(std::make_unique<State>()) {
  demand(state_->context && EVP_DigestInit_ex2(state_->context.get(), md_sha256(), nullptr) == 1);
}
LongDigest::~LongDigest() = default;

void LongDigest::add(std::string_view piece) {
  demand(EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()) == 1);
}

Digest LongDigest::finish() {
  Digest out{};
  demand(EVP_DigestFinal_ex(state_->context.get(), out.data(), nullptr) == 1);
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(bytes(a), bytes(b), a.size()) == 0;
}

}  // namespace hallway
