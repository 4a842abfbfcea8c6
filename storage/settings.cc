#include "storage/settings.h"

#include "storage/table.h"

namespace hallway {
namespace {

Key setting_key(std::string_view name) { return key_of_text("setting " + std::string(name)); }

}  // namespace

std::string find_setting(const ReadTxn& txn, std::string_view name) {
  const auto text = txn.get(Table::meta, setting_key(name)).value_or("");
  return std::string(text.substr(0, text.find('\0')));  // values are padded
}

Result<void> put_setting(WriteTxn& txn, std::string_view name, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return fail(Code::invalid, "a setting holds no NUL");
  }
  if (text.empty()) return txn.erase(Table::meta, setting_key(name));
  return txn.put(Table::meta, setting_key(name), text);
}

}  // namespace hallway
