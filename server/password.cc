#include "server/password.h"

#include <argon2.h>

#include <atomic>
#include <semaphore>

#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr uint32_t kMemoryKib = 19 * 1024, kPasses = 2, kLanes = 1;
constexpr size_t kSaltBytes = 16, kHashBytes = 32;
constexpr size_t kFewest = 8, kLongest = 1'024;
constexpr int kHashesAtOnce = 2, kMayWait = 16;

std::counting_semaphore<kHashesAtOnce> turns(kHashesAtOnce);
std::atomic<int> inside{0};

// A turn at hashing, given back at the end.
class Turn {
 public:
  static Result<Turn> take() {
    if (inside.fetch_add(1) >= kHashesAtOnce + kMayWait) {
      inside.fetch_sub(1);
      return fail(Code::limited, "too many people are signing in at this moment");
    }
    turns.acquire();
    return Turn();
  }
  Turn(Turn&& other) noexcept : held_(std::exchange(other.held_, false)) {}
  Turn& operator=(Turn&&) = delete;
  ~Turn() {
    if (!held_) return;
    turns.release();
    inside.fetch_sub(1);
  }

 private:
  Turn() = default;
  bool held_ = true;
};

size_t count_characters(std::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(std::max<size_t>(utf8_length(text), 1));
    ++count;
  }
  return count;
}

Result<std::string> encode(std::string_view password, std::string_view salt) {
  std::string encoded(
      argon2_encodedlen(kPasses, kMemoryKib, kLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
  const int outcome =
      argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(),
                            salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR) {
    return fail(Code::limited, "no memory is left to check a password");
  }
  if (outcome != ARGON2_OK) {
    return fail(Code::internal, std::string("argon2: ") + argon2_error_message(outcome));
  }
  encoded.resize(encoded.find('\0'));  // argon2 ends it as C does
  return encoded;
}

}  // namespace

Result<void> acceptable_password(std::string_view password) {
  if (password.size() > kLongest) return fail(Code::invalid, "the password is too long");
  if (!is_utf8(password)) return fail(Code::invalid, "the password is not UTF-8");
  if (count_characters(password) < kFewest) {
    return fail(Code::invalid, "the password needs at least 8 characters");
  }
  return {};
}

Result<std::string> hash_password(std::string_view password, Random& random) {
  TRY(acceptable_password(password));
  const auto turn = TRY(Turn::take());
  return encode(password, random.bytes(kSaltBytes));
}

Result<bool> verify_password(std::string_view password, const std::string& encoded) {
  const auto turn = TRY(Turn::take());
  if (!encoded.starts_with("$argon2id$")) {
    TRY(encode(password.substr(0, kLongest), std::string(kSaltBytes, 's')));
    return false;
  }
  if (password.size() > kLongest) return false;
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace hallway
