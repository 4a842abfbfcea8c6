#pragma once
// What the sources over OpenSSL EVP share (digest.cc, crypto.cc), and nobody else.

#include <openssl/evp.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace hallway {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

inline const uint8_t* bytes(std::string_view text) {
  // A view of nothing may be null, which OpenSSL takes for "absent".
  return reinterpret_cast<const uint8_t*>(text.data() ? text.data() : "");
}

// Fetched once: an implicit fetch costs more than the digest of a short text. Never freed, since
// threads may still hash while the process ends.
inline const EVP_MD* md_sha256() {
  static const EVP_MD* md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}
inline const EVP_MD* md_sha1() {
  static const EVP_MD* md = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return md;
}
inline const EVP_MD* md_sha512() {
  static const EVP_MD* md = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  return md;
}

// OpenSSL without SHA-2 is a broken installation, not an error somebody could handle.
inline void demand(bool done) {
  if (!done) std::abort();
}

}  // namespace hallway
