#include "server/live_telling.h"

#include "server/api/entities.h"
#include "storage/bookmarks.h"
#include "storage/filters.h"
#include "storage/muted_threads.h"

namespace hallway {
namespace {

std::string_view name_of(LiveEvent::Kind kind) {
  switch (kind) {
    case LiveEvent::Kind::arrival: return "update";
    case LiveEvent::Kind::edit: return "status.update";
    case LiveEvent::Kind::erasure: return "delete";
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
  if (post.poll || !post.quote.empty() || post.quote_policy == QuotePolicy::followers) return false;
  if (!list_filters(txn_, person).empty() || is_bookmarked(txn_, person, post.id) ||
      has_muted_thread(txn_, person, post.context)) {
    return false;
  }
  return !find_reaction(txn_, post.id, person) && !find_boost(txn_, post.id, person) &&
         count_emoji_reactions(txn_, post.id, person) == 0 && !was_answered(txn_, post.id);
}

const std::string& LiveTelling::payload(Id reader, Id person) {
  auto [at, fresh] = payloads_.try_emplace(reader);
  if (!fresh) return at->second;
  if (event_.kind == LiveEvent::Kind::erasure) return at->second = to_string(event_.item.id);
  const api::View view{.txn = txn_, .home = home_, .viewer = person, .now = now_};
  return at->second = dump_json(api::status_json(view, event_.item));
}

const std::string& LiveTelling::message(const Subscriber& subscriber, const Channel& channel) {
  const Id person = subscriber.who().person;
  const bool alike = event_.kind == LiveEvent::Kind::erasure || reads_alike(person);
  const Id reader = alike ? Id{} : person;
  std::string key(1, subscriber.dialect() == Subscriber::Dialect::web_socket ? 'w' : 'e');
  for (const auto& part : channel.path()) key.append(part).append(" ");
  auto [at, fresh] = messages_.try_emplace({reader, std::move(key)});
  if (fresh) {
    at->second =
        live_message(subscriber.dialect(), channel, name_of(event_.kind), payload(reader, person));
  }
  return at->second;
}

}  // namespace hallway
