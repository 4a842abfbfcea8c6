#include "server/api/polls.h"

#include <charconv>

#include "federation/vote.h"
#include "server/api.h"
#include "server/api/custom_emojis.h"
#include "server/api/exact_time.h"
#include "server/api/shown.h"
#include "server/node.h"
#include "server/remote_address.h"
#include "storage/votes.h"

namespace hallway::api {
namespace {

Result<Post> find_poll_shown(const ReadTxn& txn, Node& node, const Call& call,
                             const Destination& viewer) {
  auto shown = TRY(find_shown(txn, node.home(), call["id"], viewer));
  if (!shown.post.poll) return fail(Code::not_found, "no such poll, or not for them");
  return std::move(shown.post);
}

Result<std::vector<size_t>> choices_in(const Params& params) {
  std::vector<size_t> choices;
  for (const auto text : params.find_all("choices")) {
    size_t choice = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, choice);
    if (read.ec != std::errc() || read.ptr != end) {
      return fail(Code::invalid, "choices are numbers of options, from 0");
    }
    choices.push_back(choice);
  }
  return choices;
}

}  // namespace

Json poll_json(const View& view, const Post& post) {
  const auto& poll = *post.poll;
  const auto mine = view.viewer ? find_votes(view.txn, post.id, view.viewer) : 0;
  uint64_t votes = 0;
  Json options = Json::array(), own = Json::array();
  for (size_t i = 0; i < poll.options.size(); ++i) {
    votes += poll.options[i].votes;
    options.push_back({{"title", poll.options[i].title}, {"votes_count", poll.options[i].votes}});
    if (mine & (uint64_t{1} << i)) own.push_back(i);
  }
  Json out{{"id", to_string(post.id)},
           {"expires_at", poll.ends.ms ? Json(exact_time(poll.ends)) : Json()},
           {"expired", !poll.open(view.now)},
           {"multiple", poll.multiple},
           {"votes_count", votes},
           {"voters_count", poll.voters || post.local ? Json(poll.voters) : Json()},
           {"options", std::move(options)},
           {"emojis", emojis_json(view, shown_emojis(view.home, post))}};
  if (view.viewer) {
    // Clients offer no vote in what was voted in; nobody votes in their own.
    out["voted"] = mine != 0 || post.author == view.viewer;
    out["own_votes"] = std::move(own);
  }
  return out;
}

Result<Response> show_poll(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_poll_shown(txn, node, call, destination_of(caller)));
  return json_answer(
      poll_json({txn, node.home(), caller ? caller->actor.id : Id{}, node.now()}, post));
}

Result<Response> vote_in_poll(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto choices = TRY(choices_in(TRY(Params::of(call.request))));
  const auto asked = TRY(find_poll_shown(TRY(node.read()), node, call, caller.destination()));
  TRY(node.act_as(caller.actor, [&](Local& local) { return vote(local, asked.id, choices); }));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_poll_shown(txn, node, call, caller.destination()));
  return json_answer(poll_json({txn, node.home(), caller.actor.id, node.now()}, post));
}

}  // namespace hallway::api
