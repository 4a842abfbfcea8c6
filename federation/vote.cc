#include "federation/vote.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/html.h"
#include "federation/post.h"
#include "storage/notifications.h"

namespace hallway {
namespace {

// Who knows a poll hears of new votes at most this often.
constexpr Duration kToldEach = minutes(3);
constexpr size_t kMostVotersTold = 10'000;

// All votes of a while are told at one time.
Time next_telling(Time now) { return {(now.ms / kToldEach.ms + 1) * kToldEach.ms}; }

bool has_voted(const Poll& poll, uint64_t before, uint64_t now) {
  return poll.multiple ? (before & now) != 0 : before != 0;
}

// Counts `chosen`, which the actor did not choose before.
Result<void> count(WriteTxn& txn, const Post& post, Id actor, uint64_t chosen) {
  auto poll = *post.poll;
  const auto before = find_votes(txn, post.id, actor);
  for (size_t i = 0; i < poll.options.size(); ++i) {
    if (chosen & (uint64_t{1} << i)) ++poll.options[i].votes;
  }
  // Where the origin does not say how many voted, nobody here knows.
  if (!before && (post.local || poll.voters)) ++poll.voters;
  TRY(put_votes(txn, post.id, actor, before | chosen));
  return put_poll(txn, post.id, poll);
}

Result<void> send_vote(Local& local, const Post& post, const Actor& author,
                       const std::string& option) {
  const auto last = last_log(local.txn);
  const auto id = local.actor.iri.text() + "#votes/" + std::to_string(last ? last->seq + 1 : 1);
  const Json to = Json::array({author.iri.text()});
  const auto recorded = TRY(record_activity(local, {{"id", id + "/activity"},
                                                    {"type", "Create"},
                                                    {"published", to_rfc3339(local.now)},
                                                    {"to", to},
                                                    {"cc", Json::array()},
                                                    {"object",
                                                     {{"id", id},
                                                      {"type", "Note"},
                                                      {"name", option},
                                                      {"attributedTo", local.actor.iri.text()},
                                                      {"inReplyTo", post.iri.text()},
                                                      {"published", to_rfc3339(local.now)},
                                                      {"to", to},
                                                      {"cc", Json::array()}}}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {author.id}},
          local.actor.id, local.now));
  return {};
}

Result<uint64_t> chosen_by(const Poll& poll, const std::vector<size_t>& choices) {
  uint64_t chosen = 0;
  for (const auto choice : choices) {
    if (choice >= poll.options.size()) return fail(Code::invalid, "the poll has no such option");
    chosen |= uint64_t{1} << choice;
  }
  if (!chosen) return fail(Code::invalid, "no option was chosen");
  if (!poll.multiple && (chosen & (chosen - 1)) != 0) {
    return fail(Code::invalid, "only one option may be chosen");
  }
  return chosen;
}

Result<void> notify_end(WriteTxn& txn, const Post& post, Time now) {
  auto people = list_voters(txn, post.id, kMostVotersTold);
  people.push_back(post.author);
  for (const auto person : people) {
    const auto actor = find_actor(txn, person);
    if (!actor || !actor->local) continue;
    TRY(add_notification(txn, {.recipient = person,
                               .type = NotificationType::poll,
                               .actor = post.author,
                               .post = post.id,
                               .at = now}));
  }
  return {};
}

}  // namespace

Result<void> settle_poll(const Polling& here, const DuePoll& due) {
  TRY(erase_poll_due(here.txn, due));
  auto post = find_post(here.txn, due.post);
  const auto author = post ? find_actor(here.txn, post->author) : std::nullopt;
  if (!post || post->gone || !post->poll || !author) return {};
  auto& poll = *post->poll;
  const bool ends = !poll.open(here.now) && due.at == poll.ends;
  if (ends) TRY(notify_end(here.txn, *post, here.now));
  if (!post->local) return {};
  if (ends && !poll.closed.ms) {
    poll.closed = poll.ends;
    TRY(put_poll(here.txn, post->id, poll));
  }
  if (author->gone || author->suspended) return {};  // in whose name nothing is told any more
  Local local{here.txn, here.home, here.random, here.keys, here.now, *author};
  return tell_again(local, *post, list_voters(here.txn, post->id, kMostVotersTold));
}

bool is_vote(const Json& object) {
  return type_of(object) == "Note" && !find_text(object, "name").empty() &&
         find_text(object, "content").empty() && find_list(object, "attachment").empty() &&
         find_iri(object, "inReplyTo");
}

Result<void> receive_vote(Inbound& in, const Json& object) {
  const auto voter = find_iri(object, "attributedTo");
  if (voter && !(*voter == in.actor.iri)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not vote for " + voter->text());
  }
  const auto question = find_iri(object, "inReplyTo");
  const auto post = question ? find_post(in.txn, *question) : std::nullopt;
  const Id people[] = {in.actor.id};
  const auto them = Destination::to_domain(in.actor.iri.domain(), people);
  if (!post || post->gone || !post->local || !post->poll ||
      !may_flow(in.txn, in.home, *post, them)) {
    in.ignored = "a vote in no poll of ours";
    return {};
  }
  const auto& options = post->poll->options;
  const auto name = find_text(object, "name");
  const auto option = std::ranges::find_if(options, [&](const PollOption& each) {
    return each.title == name || each.title == text_of_html(name);
  });
  if (option == options.end() || !post->poll->open(in.now)) {
    in.ignored = option == options.end() ? "a vote for no option" : "a vote after the end";
    return {};
  }
  const auto chosen = uint64_t{1} << (option - options.begin());
  if (has_voted(*post->poll, find_votes(in.txn, post->id, in.actor.id), chosen)) {
    in.ignored = "voted before";
    return {};
  }
  TRY(take(in));
  TRY(count(in.txn, *post, in.actor.id, chosen));
  return put_poll_due(in.txn, post->id, next_telling(in.now));
}

Result<void> vote(Local& local, Id id, const std::vector<size_t>& choices) {
  const auto post = find_post(local.txn, id);
  if (!post || post->gone || !post->poll ||
      !may_flow(local.txn, local.home, *post, Destination::to_person(local.actor.id))) {
    return fail(Code::not_found, "no poll " + to_string(id));
  }
  if (post->author == local.actor.id) return fail(Code::invalid, "nobody votes in their own poll");
  if (!post->poll->open(local.now)) return fail(Code::invalid, "the poll has ended");
  const auto chosen = TRY(chosen_by(*post->poll, choices));
  if (find_votes(local.txn, id, local.actor.id)) {
    return fail(Code::invalid, "you have voted in this poll already");
  }
  const auto author = find_actor(local.txn, post->author);
  if (!author) return fail(Code::corrupt, "post " + to_string(id) + " has no author");
  for (size_t i = 0; i < post->poll->options.size(); ++i) {
    if (chosen & (uint64_t{1} << i)) {
      TRY(send_vote(local, *post, *author, post->poll->options[i].title));
    }
  }
  TRY(count(local.txn, *post, local.actor.id, chosen));
  if (post->local) return put_poll_due(local.txn, id, next_telling(local.now));
  // Whoever votes elsewhere learns of the end here.
  return post->poll->ends.ms ? put_poll_due(local.txn, id, post->poll->ends) : Result<void>();
}

}  // namespace hallway
