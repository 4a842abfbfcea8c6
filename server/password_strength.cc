#include "server/password_strength.h"

#include <zxcvbn.h>

#include "server/password.h"

namespace hallway {
namespace {

constexpr double kFewestBits = 26.6;      // 10^8 guesses
constexpr size_t kLongestLookedAt = 100;  // the time it takes grows with the square

double bits_of(std::string_view password, const std::vector<std::string>& known) {
  const std::string text(password.substr(0, kLongestLookedAt));
  std::vector<const char*> words;
  for (const auto& word : known) {
    if (!word.empty()) words.push_back(word.c_str());
  }
  words.push_back(nullptr);
  return ZxcvbnMatch(text.c_str(), words.data(), nullptr);
}

}  // namespace

Result<void> check_new_password(std::string_view password, const std::vector<std::string>& known) {
  TRY(acceptable_password(password));
  if (bits_of(password, known) >= kFewestBits) return {};
  return fail(Code::invalid,
              "this password is easy to guess: take four words that have nothing to do with each "
              "other, or let a password manager make one");
}

}  // namespace hallway
