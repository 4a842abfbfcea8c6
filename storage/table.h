#pragma once
// The LMDB tables and how their keys are built. Keys are big-endian, so that byte order is order
// of ids and times; every key and value is padded to a multiple of 8 bytes, which keeps values
// 8-aligned in LMDB's pages (FlatBuffers are read in place). Text is keyed by its SHA-256: LMDB
// keys hold 511 bytes, IRIs 2,048.

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

#include "storage/values/crypto.h"
#include "storage/values/id.h"

namespace hallway {

enum class Table : uint8_t {
  meta,      // SHA-256 of a name → 8 bytes or text: format version, last log sequence, ...
  log,       // sequence → LogEntry
  payloads,  // sequence → Payload
  seen,      // SHA-256 of an activity's IRI → log sequence
  iris,  // SHA-256 of an IRI → Named: storage/names.h; (SHA-256 of a key's id, Kind::key) → actor
         // id
  actors,         // id → Actor
  handles,        // SHA-256 of "name@domain", lower case → actor id
  posts,          // id → Post
  by_author,      // (actor, post or boost id) → EntryKind
  by_context,     // (context, post)
  by_parent,      // (parent, post)
  by_parent_iri,  // (SHA-256 of an unknown parent's IRI, post): waits for the parent
  by_tag,         // (SHA-256 of a tag, post)
  by_person,  // (actor, post): posts addressed to a local person who does not follow the author, or
              // directly
  follows,    // (follower, followee) → Follow
  followers,  // (followee, follower) → FollowState
  reactions,  // id → Reaction
  reactions_by_post,       // (post, actor) → reaction id
  reactions_by_actor,      // (actor, reaction id) → post
  boosts,                  // id → Boost
  boosts_by_post,          // (post, actor) → boost id
  notifications,           // (recipient, id) → Notification
  deliveries,              // id → Delivery
  deliveries_due,          // (peer, time, id): what is owed to a peer, next first
  peers_due,               // (time, peer): when a peer is to be looked at next
  fetches,                 // id → Fetch
  fetches_due,             // (time, id)
  fetches_by_iri,          // SHA-256 of the IRI → fetch id: one row per document
  peers,                   // id → Peer
  peer_domains,            // SHA-256 of a domain → peer id
  accounts,                // id → Account
  account_names,           // SHA-256 of the name, lower case → account id; actor → account id
  keys,                    // (actor, KeyType) → PrivateKey
  tokens,                  // SHA-256 of the secret → Token
  positions,               // SHA-256 of a worker's name → log sequence it has read up to
  departed,                // actor: has gone, and what they left is still being erased
  blocks,                  // (blocker, blocked) → Block
  mutes,                   // (person, muted) → Mute
  domain_blocks,           // (person, SHA-256 of a domain) → the domain
  reports,                 // id → Report
  reports_open,            // id of a report that nobody has resolved yet
  follower_digests,        // (followee, SHA-256 of a domain) → digest of the followers there
  relays,                  // id → Relay
  pins,                    // (actor, post) → when it was pinned
  votes,                   // (post, actor) → bits of the chosen options
  polls_due,               // (time, post): a poll that ends, or whose votes are to be told
  emoji_reactions,         // (post, actor, SHA-256 of the emoji) → reaction id
  quoted_by,               // (SHA-256 of the IRI of what is quoted, or of the consent, post)
  quote_consents,          // (post, SHA-256 of the IRI of what quotes it) → QuoteConsent
  outcomes,                // (log sequence, SHA-256 of a domain (8 bytes), delivery id) → Outcome
  apps,                    // SHA-256 of the client_id → App
  bookmarks,               // (person, bookmark id) → post
  bookmarks_by_post,       // (post, person) → bookmark id
  lists,                   // (person, id) → List
  list_members,            // (person, list, actor)
  filters,                 // (person, id) → Filter
  markers,                 // (person, SHA-256 of a timeline's name) → Marker
  remarks,                 // (person, whom it is about) → Remark
  endorsements,            // (person, whom they recommend) → when
  followed_tags,           // (person, SHA-256 of a tag) → FollowedTag
  muted_threads,           // (person, context of a thread) → when
  conversation_marks,      // (person, context of a thread) → ConversationMark
  scheduled,               // (person, id) → ScheduledPost
  scheduled_due,           // (time, id, person)
  watchers,                // (followee, follower): who wants to be told of each post
  tallies,                 // (actor, Tallied) → how many there are
  media,                   // id → Media
  withdrawn,               // SHA-256 of the IRI of a boost that was taken back → its id
  push_subscriptions,      // (person, SHA-256 of a token's secret) → PushSubscription
  pushes,                  // (person, id) → Push
  pushes_due,              // (time, id, person)
  notification_policies,   // person → NotificationPolicy
  notification_requests,   // (person, request id) → NotificationRequest
  notification_senders,    // (person, who causes them) → NotificationSender
  announcements,           // id → Announcement
  announcement_reads,      // (person, announcement) → when they dismissed it
  announcement_reactions,  // (announcement, SHA-256 of the emoji, person) → AnnouncementReaction
  suggestions_declined,    // (person, actor): is not to be suggested to them again
  by_link,                 // (SHA-256 of the address of a page, post that leads to it)
  annual_reads,            // (person, year) → when they read what that year was for them
  second_factors,          // account → SecondFactor
  kept_activities,         // (person, Box, id) → log sequence
  kept_objects,            // (person, id) → KeptObject
  deliveries_put_off,      // (peer, hash of what it speaks of, delivery)
  refusals,                // SHA-256 of a domain, as it was claimed → Refusals
  search_due,              // number → (id, Searched, number): is to be indexed anew
  imported,                // (person, SHA-256 of what was brought here) → what came of it
  questions,               // (SHA-256 of a tag, or of nothing for all, QuestionState, post)
  accepted_answers,        // (SHA-256 of an answer's IRI, question whose author accepted it)
  questions_due,           // (since when it waits, question) → how often people were looked for
  asked,                   // (person, question) → when it was shown to them as one who may know
  skill_endorsements,      // (whose skill, SHA-256 of its key, who endorses it) → when
  skill_endorsements_by,   // (who endorses, whose skill, SHA-256 of its key)
  count_
};

std::string_view name_of(Table table);

using Tables = std::bitset<static_cast<size_t>(Table::count_)>;

// A key under construction or taken apart; at most 64 bytes, no allocation.
class Key {
 public:
  Key& add(uint64_t value);
  Key& add(Id id) { return add(id.value); }
  Key& add(Time t) { return add(t.ms < 0 ? 0 : static_cast<uint64_t>(t.ms)); }
  Key& add(const Digest& digest);
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }
  operator std::string_view() const { return view(); }

 private:
  std::array<char, 64> bytes_{};
  size_t size_ = 0;
};

template <class... Parts>
Key key_of(const Parts&... parts) {
  Key key;
  (key.add(parts), ...);
  return key;
}
inline Key key_of_text(std::string_view text) { return key_of(sha256(text)); }

// The 64-bit number at `offset` of a key or value; 0 where it is too short.
uint64_t number_at(std::string_view bytes, size_t offset);
inline Id id_at(std::string_view bytes, size_t offset) { return Id{number_at(bytes, offset)}; }

// A number as a value, big-endian as in keys.
std::array<char, 8> value_of(uint64_t number);
inline std::string_view view(const std::array<char, 8>& v) { return {v.data(), v.size()}; }

}  // namespace hallway
