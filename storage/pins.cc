#include "storage/pins.h"

#include <algorithm>
#include <functional>

namespace hallway {

Result<void> add_pin(WriteTxn& txn, Id actor, Id post, Time now) {
  const auto key = key_of(actor, post);
  if (txn.has(Table::pins, key)) return {};
  return txn.put(Table::pins, key, view(value_of(static_cast<uint64_t>(now.ms))));
}

Result<void> erase_pin(WriteTxn& txn, Id actor, Id post) {
  return txn.erase(Table::pins, key_of(actor, post));
}

bool is_pinned(const ReadTxn& txn, Id actor, Id post) {
  return txn.has(Table::pins, key_of(actor, post));
}

std::vector<Id> list_pins(const ReadTxn& txn, Id actor, size_t most) {
  std::vector<std::pair<uint64_t, Id>> pins;
  txn.scan(Table::pins, key_of(actor), [&](std::string_view key, std::string_view value) {
    pins.emplace_back(number_at(value, 0), id_at(key, 8));
    return true;
  });
  std::ranges::sort(pins, std::greater{});
  std::vector<Id> posts;
  for (const auto& [at, post] : pins) {
    if (posts.size() == most) break;
    posts.push_back(post);
  }
  return posts;
}

}  // namespace hallway
