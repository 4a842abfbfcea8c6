#include "federation/alt_text.h"

#include <algorithm>
#include <array>

#include "storage/settings.h"

namespace hallway {
namespace {

constexpr std::array<std::string_view, 3> kAltTextNames = {"off", "ask", "require"};

// A film that was an animated picture is one to who looks at it.
bool is_undescribed(const Attachment& file) {
  const bool picture = file.media_type.starts_with("image/") || file.type == "Image" || file.loop;
  return picture && file.name.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

std::string_view name_of(AltText rule) { return kAltTextNames[static_cast<size_t>(rule)]; }

Result<AltText> parse_alt_text(std::string_view text) {
  const auto found = std::ranges::find(kAltTextNames, text);
  if (found != kAltTextNames.end()) {
    return static_cast<AltText>(found - kAltTextNames.begin());
  }
  return fail(Code::invalid, "a rule about alternative text is off, ask or require");
}

AltText alt_text_rule(const ReadTxn& txn) {
  return parse_alt_text(find_setting(txn, kAltTextSetting)).value_or(AltText::ask);
}

Result<void> check_alt_text(const ReadTxn& txn, const std::vector<Attachment>& files) {
  if (std::ranges::none_of(files, is_undescribed)) return {};
  if (alt_text_rule(txn) != AltText::require) return {};
  return fail(Code::invalid,
              "every picture needs a description here, for those who cannot see it: say in words "
              "what is on it");
}

}  // namespace hallway
