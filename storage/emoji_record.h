#pragma once
// Emojis to and from records, which posts and actors both hold.

#include <memory>
#include <vector>

#include "storage/emoji.h"
#include "storage/record.h"

namespace hallway {

inline std::vector<std::unique_ptr<record::EmojiT>> records_of(const std::vector<Emoji>& emojis) {
  std::vector<std::unique_ptr<record::EmojiT>> out;
  for (const auto& emoji : emojis) {
    auto r = std::make_unique<record::EmojiT>();
    r->name = emoji.name;
    r->url = emoji.url.text();
    out.push_back(std::move(r));
  }
  return out;
}

inline std::vector<Emoji> emojis_of(const std::vector<std::unique_ptr<record::EmojiT>>& records) {
  std::vector<Emoji> out;
  out.reserve(records.size());
  for (const auto& r : records) out.push_back({r->name, iri_from_record(r->url)});
  return out;
}

}  // namespace hallway
