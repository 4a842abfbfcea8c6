#include "federation/conversation.h"

#include <algorithm>

#include "storage/blocks.h"
#include "storage/conversation_marks.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 2'000;

bool is_in_it(const ReadTxn& txn, const Home& home, const Post& post, Id person) {
  return post.visibility == Visibility::direct && !post.gone &&
         may_flow(txn, home, post, Destination::to_person(person)).allowed;
}

// The last of its thread beyond `after` that the person is in.
std::optional<Post> last_beyond(const ReadTxn& txn, const Home& home, Id person, Id context,
                                Id after) {
  std::optional<Post> last;
  scan_thread(txn, context, after, [&](Id id) {
    auto post = find_post(txn, id);
    if (post && is_in_it(txn, home, *post, person)) last = std::move(post);
    return true;
  });
  return last;
}

std::vector<Id> people_of(const ReadTxn& txn, const Post& post, Id reader) {
  std::vector<Id> people;
  if (post.author != reader) people.push_back(post.author);
  for (const auto& mention : post.mentions) {
    const auto actor = find_actor(txn, mention.iri);
    if (actor && actor->id != reader) people.push_back(actor->id);
  }
  std::ranges::sort(people);
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Conversation conversation_of(const ReadTxn& txn, Post last, Id person) {
  const auto context = last.context;
  const auto mark = find_conversation_mark(txn, person, context);
  const bool unread = last.author != person && last.id > mark.read;
  auto people = people_of(txn, last, person);
  return {
      .context = context, .last = std::move(last), .people = std::move(people), .unread = unread};
}

}  // namespace

std::vector<Conversation> list_conversations(const ReadTxn& txn, const Home& home, Id person,
                                             const Window& window) {
  std::vector<Conversation> found;
  size_t looked_at = 0;
  const Id floor = std::max(window.since_id, window.min_id);
  walk_direct(txn, person, window.max_id, [&](Id id) {
    if (id <= floor || ++looked_at > kMostLookedAt) return false;
    auto post = find_post(txn, id);
    if (!post || !is_in_it(txn, home, *post, person)) return true;
    if (post->id <= find_conversation_mark(txn, person, post->context).removed) return true;
    if (last_beyond(txn, home, person, post->context, id)) return true;  // stands higher up
    found.push_back(conversation_of(txn, *std::move(post), person));
    return window.min_id || found.size() < window.limit;
  });
  if (found.size() > window.limit) {
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(window.limit));
  }
  return found;
}

std::optional<Conversation> find_conversation(const ReadTxn& txn, const Home& home, Id person,
                                              Id context) {
  auto last = context ? last_beyond(txn, home, person, context, Id{}) : std::nullopt;
  if (!last) return std::nullopt;
  return conversation_of(txn, *std::move(last), person);
}

std::optional<Conversation> find_conversation_with(const ReadTxn& txn, const Home& home, Id person,
                                                   const Post& post) {
  if (post.visibility != Visibility::direct || mutes(txn, person, post.author)) return std::nullopt;
  // Of what is deleted the addresses are gone; whom it reached here is still known.
  const bool was_in_it = post.author == person || is_recipient(txn, person, post.id);
  if (post.gone ? !was_in_it : !is_in_it(txn, home, post, person)) return std::nullopt;
  auto found = find_conversation(txn, home, person, post.context);
  const auto mark = find_conversation_mark(txn, person, post.context);
  if (found && found->last.id <= mark.removed) found.reset();
  return found;
}

std::vector<TimelineItem> direct_timeline(const ReadTxn& txn, const Home& home, Id person,
                                          const Window& window) {
  std::vector<TimelineItem> found;
  size_t looked_at = 0;
  const Id floor = std::max(window.since_id, window.min_id);
  walk_direct(txn, person, window.max_id, [&](Id id) {
    if (id <= floor || ++looked_at > kMostLookedAt) return false;
    auto post = find_post(txn, id);
    if (!post || !is_in_it(txn, home, *post, person) || mutes(txn, person, post->author)) {
      return true;
    }
    found.push_back({.id = id, .post = *std::move(post), .boost = {}});
    return window.min_id || found.size() < window.limit;
  });
  if (found.size() > window.limit) {
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(window.limit));
  }
  return found;
}

std::vector<TimelineItem> conversation_timeline(const ReadTxn& txn, const Home& home, Id person,
                                                Id context, const Window& window) {
  const auto mark = find_conversation_mark(txn, person, context);
  std::vector<Id> ids;
  scan_thread(txn, context, std::max({window.since_id, window.min_id, mark.removed}), [&](Id id) {
    if (window.max_id && id >= window.max_id) return false;
    ids.push_back(id);
    return true;
  });
  const bool oldest_first = window.min_id.value != 0;
  if (!oldest_first) std::ranges::reverse(ids);
  std::vector<TimelineItem> found;
  size_t looked_at = 0;
  for (const Id id : ids) {
    if (found.size() == window.limit || ++looked_at > kMostLookedAt) break;
    auto post = find_post(txn, id);
    if (!post || !is_in_it(txn, home, *post, person)) continue;
    found.push_back({.id = id, .post = *std::move(post), .boost = {}});
  }
  if (oldest_first) std::ranges::reverse(found);
  return found;
}

Result<void> read_conversation(WriteTxn& txn, const Home& home, Id person, Id context) {
  const auto found = find_conversation(txn, home, person, context);
  if (!found) return fail(Code::not_found, "no such conversation");
  auto mark = find_conversation_mark(txn, person, context);
  mark.read = std::max(mark.read, found->last.id);
  return put_conversation_mark(txn, person, context, mark);
}

Result<void> remove_conversation(WriteTxn& txn, const Home& home, Id person, Id context) {
  const auto found = find_conversation(txn, home, person, context);
  if (!found) return fail(Code::not_found, "no such conversation");
  auto mark = find_conversation_mark(txn, person, context);
  mark.read = mark.removed = std::max(mark.read, found->last.id);
  return put_conversation_mark(txn, person, context, mark);
}

}  // namespace hallway
