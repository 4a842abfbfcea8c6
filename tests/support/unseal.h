#pragma once
// The other end of web push: what the program that subscribed reads (RFC 8291 §3.4, RFC 8188).

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "server/push.h"
#include "storage/values/crypto.h"

namespace hallway::test {

// Empty where it cannot be read.
inline std::string unseal_push(std::string_view body, const PushKey& key, std::string_view auth) {
  if (body.size() < 86 + 17 || body[20] != 65) return {};
  const auto salt = body.substr(0, 16), sender = body.substr(21, 65), sealed = body.substr(86);
  const auto hkdf = [](std::string_view with, std::string_view from, std::string info) {
    return std::string(
        as_bytes_view(hmac_sha256(as_bytes_view(hmac_sha256(with, from)), info.append(1, '\1'))));
  };
  std::string info("WebPush: info\0", 14);
  info.append(key.public_point()).append(sender);
  const auto shared = hkdf(auth, key.agree(sender).value_or(std::string()), info);
  const auto content = hkdf(salt, shared, std::string("Content-Encoding: aes128gcm\0", 28));
  const auto nonce = hkdf(salt, shared, std::string("Content-Encoding: nonce\0", 24));
  const auto raw = [](std::string_view text) {
    return reinterpret_cast<const uint8_t*>(text.data());
  };
  std::string text(sealed.size() - 16, '\0');
  std::string tag(sealed.substr(sealed.size() - 16));
  int size = 0;
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  auto* out = reinterpret_cast<uint8_t*>(text.data());
  EVP_DecryptInit_ex2(context, EVP_aes_128_gcm(), raw(content), raw(nonce), nullptr);
  EVP_DecryptUpdate(context, out, &size, raw(sealed), static_cast<int>(text.size()));
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, tag.data());
  const bool good = EVP_DecryptFinal_ex(context, out + size, &size) == 1;
  EVP_CIPHER_CTX_free(context);
  const size_t end = text.find_last_not_of('\0');
  return good && end != std::string::npos && text[end] == '\2' ? text.substr(0, end)
                                                               : std::string();
}

}  // namespace hallway::test
