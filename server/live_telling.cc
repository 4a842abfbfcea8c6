#include "server/live_telling.h"

#include "federation/conversation.h"
#include "server/api/announcements.h"
#include "server/api/conversations.h"
#include "server/api/entities.h"
#include "storage/announcements.h"
#include "storage/bookmarks.h"
#include "storage/filters.h"
#include "storage/muted_threads.h"
#include "storage/questions.h"

namespace hallway {
namespace {

std::string_view name_of(LiveEvent::Kind kind) {
  switch (kind) {
    case LiveEvent::Kind::arrival: return "update";
    case LiveEvent::Kind::edit: return "status.update";
    case LiveEvent::Kind::erasure: return "delete";
    case LiveEvent::Kind::announced: return "announcement";
    case LiveEvent::Kind::unannounced: return "announcement.delete";
  }
  return "";
}

bool was_answered(const ReadTxn& txn, Id post) {
  bool answered = false;
  scan_replies(txn, post, Id{}, [&](Id) {
    answered = true;
    return false;
  });
  return answered;
}

}  // namespace

// A status says of its reader what they did to it, whether they may quote it, which of its answers
// and quotes they see, which of their filters it meets. Of a post that has just come in, hardly
// anybody has anything of that.
bool LiveTelling::reads_alike(Id person) const {
  const auto& post = event_.item.post;
  if (event_.kind != LiveEvent::Kind::arrival || event_.item.boost || post.author == person) {
    return false;
  }
  if (!post.accepted_answer.empty() || is_claimed_as_answer(txn_, post)) return false;
  if (post.poll || !post.quote.empty() || post.quote_policy == QuotePolicy::followers) return false;
  if (!list_filters(txn_, person).empty() || is_bookmarked(txn_, person, post.id) ||
      has_muted_thread(txn_, person, post.context)) {
    return false;
  }
  return !find_reaction(txn_, post.id, person) && !find_boost(txn_, post.id, person) &&
         count_emoji_reactions(txn_, post.id, person) == 0 && !was_answered(txn_, post.id);
}

std::string LiveTelling::render(Id person, bool conversation) const {
  const api::View view{.txn = txn_, .home = home_, .viewer = person, .now = now_};
  if (conversation) {
    const auto found = find_conversation_with(txn_, home_, person, event_.item.post);
    return dump_json(found ? api::conversation_json(view, *found) : Json());
  }
  switch (event_.kind) {
    case LiveEvent::Kind::erasure: return to_string(event_.item.id);
    case LiveEvent::Kind::unannounced: return to_string(event_.announcement);
    case LiveEvent::Kind::announced: {
      const auto one = find_announcement(txn_, event_.announcement);
      return dump_json(one ? api::announcement_json(view, *one) : Json());
    }
    case LiveEvent::Kind::arrival:
    case LiveEvent::Kind::edit: break;
  }
  return dump_json(api::status_json(view, event_.item));
}

const std::string& LiveTelling::payload(Id reader, Id person, bool conversation) {
  auto [at, fresh] = payloads_.try_emplace({reader, conversation});
  if (fresh) at->second = render(event_.announcement ? Id{} : person, conversation);
  return at->second;
}

const std::string& LiveTelling::message(const Subscriber& subscriber, const Channel& channel) {
  const Id person = subscriber.who().person;
  const bool conversation = channel.kind == Channel::Kind::direct;
  const bool of_all = event_.kind == LiveEvent::Kind::erasure || event_.announcement;
  const bool alike = !conversation && (of_all || reads_alike(person));
  const Id reader = alike ? Id{} : person;
  std::string key(1, subscriber.dialect() == Subscriber::Dialect::web_socket ? 'w' : 'e');
  for (const auto& part : channel.path()) key.append(part).append(" ");
  auto [at, fresh] = messages_.try_emplace({reader, std::move(key)});
  if (fresh) {
    at->second = live_message(subscriber.dialect(), channel,
                              conversation ? "conversation" : name_of(event_.kind),
                              payload(reader, person, conversation));
  }
  return at->second;
}

}  // namespace hallway
