#include "server/channel.h"

#include <algorithm>
#include <array>

#include "federation/conversation.h"
#include "federation/hashtag.h"
#include "storage/follows.h"
#include "storage/lists.h"

namespace hallway {
namespace {

using Kind = Channel::Kind;
using From = Selection::Origin;

struct Row {
  std::string_view name;
  Kind kind;
  From origin = From::anywhere;
  bool with_media = false;
};

constexpr auto kChannels = std::to_array<Row>({
    {"user", Kind::user},
    {"user:notification", Kind::user_notification},
    {"public", Kind::everybody},
    {"public:local", Kind::everybody, From::here},
    {"public:remote", Kind::everybody, From::elsewhere},
    {"public:media", Kind::everybody, From::anywhere, /*with_media=*/true},
    {"public:local:media", Kind::everybody, From::here, /*with_media=*/true},
    {"public:remote:media", Kind::everybody, From::elsewhere, /*with_media=*/true},
    {"hashtag", Kind::tag},
    {"hashtag:local", Kind::tag, From::here},
    {"list", Kind::list},
    {"direct", Kind::direct},
});

// Of what is gone its text, tags and files are gone as well: whoever may have had it is told.
bool takes_erasure(const ReadTxn& txn, Id person, const Channel& channel,
                   const TimelineItem& item) {
  const Id author = item.boost ? item.boost->actor : item.post.author;
  if (channel.kind == Kind::user) {
    if (author == person || (!item.boost && is_recipient(txn, person, item.id))) return true;
    const bool few = !item.boost && item.post.visibility == Visibility::direct;
    return !few && follows(txn, person, author);
  }
  if (channel.kind == Kind::list) {
    const auto list = find_list(txn, person, channel.list_id);
    const bool few = !item.boost && item.post.visibility == Visibility::direct;
    return list && !few && is_on_list(txn, *list, author) && follows(txn, person, author);
  }
  if (item.boost || item.post.visibility != Visibility::public_) return false;
  const auto origin = channel.selection.origin;
  return origin == From::anywhere || (origin == From::here) == item.post.local;
}

}  // namespace

std::vector<std::string> Channel::path() const {
  std::vector<std::string> path{name};
  if (kind == Kind::tag) path.push_back(selection.any.front());
  if (kind == Kind::list) path.push_back(to_string(list_id));
  return path;
}

Result<Channel> parse_channel(std::string_view name, const ChannelOf& of) {
  const auto row = std::ranges::find(kChannels, name, &Row::name);
  if (row == kChannels.end()) return fail(Code::invalid, "Unknown stream type");
  Channel channel{.kind = row->kind, .name = std::string(name), .selection = {}, .list_id = {}};
  channel.selection.origin = row->origin;
  channel.selection.with_media = row->with_media;
  if (row->kind == Kind::list) channel.list_id = TRY(parse_id(of.list));
  if (row->kind != Kind::tag) return channel;
  auto normalized = normalize_hashtag(of.tag);
  if (normalized.empty()) return fail(Code::invalid, "Missing or wrong tag parameter");
  channel.selection.any.push_back(std::move(normalized));
  return channel;
}

std::string_view scope_for(const Channel& channel) {
  if (channel.kind == Kind::list) return "read:lists";
  return channel.kind == Kind::user_notification ? "read:notifications" : "read:statuses";
}

bool takes(const ReadTxn& txn, const Home& home, Id person, const Channel& channel,
           const LiveEvent& event) {
  if (channel.kind == Kind::user_notification) return false;
  if (event.announcement) return channel.kind == Kind::user;
  if (channel.kind == Kind::direct) {
    return !event.item.boost &&
           find_conversation_with(txn, home, person, event.item.post).has_value();
  }
  if (event.kind == LiveEvent::Kind::erasure) {
    return takes_erasure(txn, person, channel, event.item);
  }
  if (channel.kind == Kind::user) return is_in_home(txn, home, person, event.item);
  if (channel.kind == Kind::list) {
    const auto list = find_list(txn, person, channel.list_id);
    return list && is_in_list(txn, home, *list, event.item);
  }
  if (event.item.boost) return false;
  const auto viewer = Destination::to_person(person);
  return channel.kind == Kind::tag
             ? is_in_tag(txn, home, viewer, channel.selection, event.item.post)
             : is_in_public(txn, home, viewer, channel.selection, event.item.post);
}

}  // namespace hallway
