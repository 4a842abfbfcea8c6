#pragma once
// What those who run a node set for the whole of it while it runs, as texts by name: kept in
// Table::meta, apart from hallway.toml, which says what an operator wants whatever is set here.

#include <string>
#include <string_view>

#include "storage/store.h"

namespace hallway {

inline constexpr std::string_view kAltTextSetting = "alt_text";  // federation/alt_text.h
// Addresses of pictures, whose files stay as long as they are set.
inline constexpr std::string_view kLogoSetting = "logo", kLogoIconSetting = "logo_icon";
inline constexpr std::string_view kPictureSettings[] = {kLogoSetting, kLogoIconSetting};

// Empty where nothing was set.
std::string find_setting(const ReadTxn& txn, std::string_view name);
// An empty text is as if nothing had been set. Errors: invalid (a NUL in it).
Result<void> put_setting(WriteTxn& txn, std::string_view name, std::string_view text);

}  // namespace hallway
