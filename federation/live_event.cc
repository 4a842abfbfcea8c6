#include "federation/live_event.h"

#include <algorithm>

#include "storage/announcements.h"
#include "storage/log.h"
#include "storage/values/json.h"
#include "storage/withdrawn.h"

namespace hallway {
namespace {

constexpr size_t kMostBoosts = 100;  // that waited for one post

using Kind = LiveEvent::Kind;

// The log entry with which `post` came in.
uint64_t began_with(const Post& post) {
  return post.earlier.empty() ? post.document : post.earlier.front();
}

// A document that was asked for and is no activity: its id names the post.
std::optional<Post> fetched_post(const ReadTxn& txn, const LogEntry& entry) {
  const auto payload = find_payload(txn, entry.seq);
  const auto document = payload ? parse_json(*payload) : fail(Code::not_found, "erased");
  const auto iri = document ? find_iri(*document, "id") : std::nullopt;
  auto post = iri ? find_post(txn, *iri) : std::nullopt;
  return post && began_with(*post) == entry.seq ? std::move(post) : std::nullopt;
}

std::optional<Post> post_of(const ReadTxn& txn, const LogEntry& entry) {
  const auto iri = Iri::parse(entry.object);
  return iri ? find_post(txn, *iri) : std::nullopt;
}

// A Create that only named its post did not bring it: that came when it was fetched.
bool was_brought_by(const ReadTxn& txn, const Post& post, const LogEntry& entry) {
  const auto began = began_with(post);
  if (began == entry.seq) return true;
  const auto other = began < entry.seq ? std::nullopt : find_log(txn, began);
  return other && other->source != Source::fetch;
}

bool is_news(const Post& post, const LogEntry& entry) {
  return !post.gone && post.published + kNewsAge > entry.at;
}

class EntryReader {
 public:
  EntryReader(const ReadTxn& txn, std::vector<LiveEvent>& events) : txn_(txn), events_(events) {}

  void read(const LogEntry& entry) {
    const size_t before = events_.size();
    if (entry.type == "Create") {
      read_create(entry);
    } else if (entry.type == "Update") {
      if (auto post = post_of(txn_, entry); post && !post->gone) add(entry, Kind::edit, *post);
    } else if (entry.type == "Delete") {
      if (auto post = post_of(txn_, entry); post && post->gone) add(entry, Kind::erasure, *post);
    } else if (entry.type == "Announce") {
      read_announce(entry);
    } else if (entry.type == "Undo") {
      read_undo(entry);
    } else if (entry.type == "AddAnnouncement") {
      read_announcement(entry, Kind::announced);
    } else if (entry.type == "RemoveAnnouncement") {
      read_announcement(entry, Kind::unannounced);
    } else if (entry.source == Source::fetch && entry.object.empty()) {
      read_fetched(entry);
    }
    for (size_t i = before; i + 1 < events_.size(); ++i) events_[i].last = false;
  }

 private:
  void read_create(const LogEntry& entry) {
    auto post = post_of(txn_, entry);
    if (!post || !is_news(*post, entry) || !was_brought_by(txn_, *post, entry)) return;
    add(entry, Kind::arrival, std::move(*post));
  }

  void read_announce(const LogEntry& entry) {
    const auto iri = Iri::parse(entry.activity);
    auto boost = iri ? find_boost(txn_, *iri) : std::nullopt;
    auto post = boost ? find_post(txn_, boost->post) : std::nullopt;
    // One that had to wait for its post comes with that.
    if (!post || post->gone || (!post->local && began_with(*post) > entry.seq)) return;
    if (boost->at + kNewsAge > entry.at) add_boost(entry, std::move(*post), std::move(*boost));
  }

  void read_undo(const LogEntry& entry) {
    const auto id = find_withdrawn(txn_, entry.object);
    const auto iri = Iri::parse(entry.actor);
    const auto actor = id && iri ? find_actor(txn_, *iri) : std::nullopt;
    if (!actor) return;
    TimelineItem item{.id = *id, .post = {}, .boost = Boost{.id = *id, .actor = actor->id}};
    events_.push_back({.seq = entry.seq, .kind = Kind::erasure, .item = std::move(item)});
  }

  void read_fetched(const LogEntry& entry) {
    const auto post = fetched_post(txn_, entry);
    if (!post || post->gone) return;
    if (is_news(*post, entry)) add(entry, Kind::arrival, *post);
    for (const auto actor : list_boosting(txn_, post->id, Id{}, kMostBoosts)) {
      auto boost = find_boost(txn_, post->id, actor);
      const auto seq = boost ? find_seen(txn_, boost->iri.text()) : std::nullopt;
      if (seq && *seq < entry.seq && boost->at + kNewsAge > entry.at) {
        add_boost(entry, *post, std::move(*boost));
      }
    }
  }

  // Of one that was taken away since, only that is told.
  void read_announcement(const LogEntry& entry, Kind kind) {
    if (entry.source != Source::admin) return;  // what others call so is theirs
    const auto payload = find_payload(txn_, entry.seq);
    const auto details = payload ? parse_json(*payload) : fail(Code::not_found, "erased");
    if (!details) return;
    const auto id = parse_id(find_string(*details, "id").value_or("")).value_or(Id{});
    if (!id || (kind == Kind::announced && !find_announcement(txn_, id))) return;
    events_.push_back({.seq = entry.seq, .kind = kind, .item = {}, .announcement = id});
  }

  void add(const LogEntry& entry, Kind kind, Post post) {
    const Id id = post.id;
    events_.push_back({.seq = entry.seq, .kind = kind, .item = {id, std::move(post), {}}});
  }
  void add_boost(const LogEntry& entry, Post post, Boost boost) {
    const Id id = boost.id;
    TimelineItem item{id, std::move(post), std::move(boost)};
    events_.push_back({.seq = entry.seq, .kind = Kind::arrival, .item = std::move(item)});
  }

  const ReadTxn& txn_;
  std::vector<LiveEvent>& events_;
};

}  // namespace

LiveEvents read_events(const ReadTxn& txn, uint64_t after, size_t most) {
  LiveEvents read{.events = {}, .reached = after};
  EntryReader reader(txn, read.events);
  for (size_t looked = 0; looked < most; ++looked) {
    const auto entry = find_log(txn, read.reached + 1);
    if (!entry) break;
    reader.read(*entry);
    ++read.reached;
  }
  return read;
}

}  // namespace hallway
