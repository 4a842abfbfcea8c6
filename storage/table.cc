#include "storage/table.h"

#include <cassert>
#include <cstring>

namespace hallway {

namespace {

constexpr std::array<std::string_view, static_cast<size_t>(Table::count_)> kTableNames = {
    "meta",
    "log",
    "payloads",
    "seen",
    "iris",
    "actors",
    "handles",
    "posts",
    "by_author",
    "by_context",
    "by_parent",
    "by_parent_iri",
    "by_tag",
    "by_person",
    "follows",
    "followers",
    "reactions",
    "reactions_by_post",
    "reactions_by_actor",
    "boosts",
    "boosts_by_post",
    "notifications",
    "deliveries",
    "deliveries_due",
    "peers_due",
    "fetches",
    "fetches_due",
    "fetches_by_iri",
    "peers",
    "peer_domains",
    "accounts",
    "account_names",
    "keys",
    "tokens",
    "positions",
    "departed",
    "blocks",
    "mutes",
    "domain_blocks",
    "reports",
    "reports_open",
    "follower_digests",
    "relays",
    "pins",
    "votes",
    "polls_due",
    "emoji_reactions",
    "quoted_by",
    "quote_consents",
    "outcomes",
    "apps",
    "bookmarks",
    "bookmarks_by_post",
    "lists",
    "list_members",
    "filters",
    "markers",
    "remarks",
    "endorsements",
    "followed_tags",
    "muted_threads",
    "conversation_marks",
    "scheduled",
    "scheduled_due",
    "watchers",
    "tallies",
    "media",
    "withdrawn",
    "push_subscriptions",
    "pushes",
    "pushes_due",
    "notification_policies",
    "notification_requests",
    "notification_senders",
    "announcements",
    "announcement_reads",
    "announcement_reactions",
    "suggestions_declined",
    "by_link",
    "annual_reads",
    "second_factors",
    "kept_activities",
    "kept_objects",
    "deliveries_put_off",
    "refusals",
    "search_due",
    "imported",
    "questions",
    "accepted_answers",
    "questions_due",
    "asked",
    "skill_endorsements",
    "skill_endorsements_by",
};

}  // namespace

std::string_view name_of(Table table) {
  static_assert(!kTableNames.back().empty(), "a table has no name");
  return kTableNames[static_cast<size_t>(table)];
}

Key& Key::add(uint64_t value) {
  assert(size_ + 8 <= bytes_.size());
  const auto bytes = value_of(value);
  std::memcpy(bytes_.data() + size_, bytes.data(), 8);
  size_ += 8;
  return *this;
}

Key& Key::add(const Digest& digest) {
  assert(size_ + digest.size() <= bytes_.size());
  std::memcpy(bytes_.data() + size_, digest.data(), digest.size());
  size_ += digest.size();
  return *this;
}

uint64_t number_at(std::string_view bytes, size_t offset) {
  if (bytes.size() < offset + 8) return 0;
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<uint8_t>(bytes[offset + i]);
  return number;
}

std::array<char, 8> value_of(uint64_t number) {
  std::array<char, 8> bytes{};
  for (size_t i = 8; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

}  // namespace hallway
