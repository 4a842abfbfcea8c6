#include "server/api/statuses.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "federation/alt_text.h"
#include "federation/compose.h"
#include "federation/history.h"
#include "federation/post.h"
#include "server/api.h"
#include "server/api/attached.h"
#include "server/api/entities.h"
#include "server/api/quotes.h"
#include "server/api/scheduled_statuses.h"
#include "server/api/shown.h"
#include "server/draft.h"
#include "server/node.h"
#include "server/scheduled.h"
#include "server/thread_view.h"
#include "storage/media.h"

namespace hallway::api {
namespace {

constexpr size_t kMostAncestors = 40, kMostDescendants = 1'000, kMostDescendantsForAnybody = 60;

// "local" and local_only say how far it may travel, not who of those there may see it.
Result<void> read_audience(const Params& params, NewPost& fresh) {
  const auto said = params.find("visibility").value_or("");
  if (params.flag("local_only").value_or(false) || said == "local") fresh.label = Label::department;
  if (said.empty() || said == "local") return {};
  const auto visibility = parse_visibility(said);
  if (!visibility) {
    return fail(Code::invalid, "visibility is none of public, unlisted, private, direct, local");
  }
  fresh.visibility = *visibility;
  return {};
}

Result<std::optional<NewPoll>> read_poll(const Params& params) {
  const auto options = params.find_all("poll[options]");
  if (options.empty()) return std::optional<NewPoll>();
  if (params.flag("poll[hide_totals]").value_or(false)) {
    return fail(Code::invalid, "this node shows the votes of a poll at all times");
  }
  NewPoll poll{.multiple = params.flag("poll[multiple]").value_or(false)};
  for (const auto option : options) poll.options.emplace_back(option);
  const auto open_for = params.find("poll[expires_in]").value_or("");
  int64_t length = 0;
  const auto* const end = open_for.data() + open_for.size();
  const auto read = std::from_chars(open_for.data(), end, length);
  constexpr int64_t kLongest = kLongestPoll.ms / 1000;
  if (read.ec != std::errc() || read.ptr != end || length < 0 || length > kLongest) {
    return fail(Code::invalid, "poll[expires_in] says for how many seconds, at most 31 days");
  }
  poll.open_for = seconds(length);
  return std::optional(std::move(poll));
}

// Clients send the poll again with an edit of the text.
bool changes_poll(const Params& params, const Post& post) {
  const auto options = params.find_all("poll[options]");
  if (options.empty()) return false;
  return !post.poll || !std::ranges::equal(post.poll->options, options, {}, &PollOption::title);
}

Result<Response> status_answer(Node& node, const Caller& caller, Id post) {
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), to_string(post), caller.destination()));
  return json_answer(status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post));
}

std::optional<std::string> idempotency_key(const Request& request) {
  const auto key = request.headers.find("Idempotency-Key");
  if (!key || key->empty() || key->size() > 256) return std::nullopt;
  return std::string(*key);
}

// A reply to a boost, or a quote of it, speaks of what was boosted. What the author may not see is
// found when it is published.
Id real_post(const ReadTxn& txn, Id id) {
  const auto boost = find_boost(txn, id);
  return boost ? boost->post : id;
}

Json ancestors_json(const View& view, const Post& post) {
  std::vector<Json> found;
  Id parent = post.parent;
  // Counted by steps: a circle of replies that strangers made must end, too.
  for (size_t step = 0; parent && step < kMostAncestors; ++step) {
    const auto one = find_post(view.txn, parent);
    if (!one) break;
    // A hole where one was deleted or is hidden does not end the thread.
    if (!one->gone && may_flow(view.txn, view.home, *one, view.destination())) {
      found.push_back(status_json(view, *one));
    }
    parent = one->parent;
  }
  std::ranges::reverse(found);
  return found;
}

// Depth first, as clients draw it.
Json descendants_json(const View& view, const SeenThread& thread, Id root, size_t most) {
  std::map<Id, const Post*> seen;
  for (const auto& post : thread.posts) seen.emplace(post.id, &post);
  auto answers = thread.answers;
  std::vector<Id> stack{root};
  Json out = Json::array();
  while (!stack.empty() && out.size() < most) {
    const Id id = stack.back();
    stack.pop_back();
    const auto post = seen.find(id);
    if (id != root && post != seen.end() && !post->second->gone) {
      out.push_back(status_json(view, *post->second));
    }
    // Taken out: a circle of replies that strangers made must end, too.
    const auto below = answers.extract(id);
    if (below) stack.insert(stack.end(), below.mapped().rbegin(), below.mapped().rend());
  }
  return out;
}

// So that nobody counts each one's again.
void count_replies_in(const SeenThread& thread, View& view) {
  for (const auto& post : thread.posts) {
    view.replies.emplace(post.id, 0);
    if (!post.parent || post.gone) continue;
    auto& count = view.replies[post.parent];
    count = std::min(count + 1, kMostRepliesCounted);
  }
}

// What clients have no words for: how much is known of the thread, how much more there is and
// where, which parents are missing, what was deleted.
Json thread_facts_json(const SeenThread& thread) {
  Json more = Json::array(), missing = Json::array(), deleted = Json::array();
  for (const auto& there : thread.gaps.more) {
    more.push_back(
        {{"domain", there.domain}, {"url", there.page.text()}, {"replies", there.replies}});
  }
  for (const auto& iri : thread.gaps.missing) missing.push_back(iri.text());
  for (const auto& one : thread.posts) {
    if (!one.gone) continue;
    deleted.push_back({{"id", to_string(one.id)},
                       {"in_reply_to_id", one.parent ? Json(to_string(one.parent)) : Json()}});
  }
  return {{"replies_known", thread.replies},
          {"more", std::move(more)},
          {"missing", std::move(missing)},
          {"deleted", std::move(deleted)}};
}

// What is to be posted later is refused now, not then.
Result<void> check_described(const ReadTxn& txn, const Params& params) {
  std::vector<Attachment> files;
  for (const auto id : params.find_all("media_ids")) {
    const auto media = find_media(txn, parse_id(id).value_or(Id{}));
    if (media) files.push_back(media->attachment);
  }
  return check_alt_text(txn, files);
}

Json source_json(const Post& post) {
  return {{"id", to_string(post.id)}, {"text", post.source}, {"spoiler_text", post.summary}};
}

}  // namespace

Result<NewPost> new_post_in(Node& node, const Account& author, const Params& params) {
  NewPost fresh{.text = params.text("status"), .summary = params.text("spoiler_text")};
  fresh.sensitive = params.flag("sensitive").value_or(author.sensitive);
  fresh.language = params.text("language");
  if (fresh.language.empty()) fresh.language = author.language;
  if (fresh.language.empty()) fresh.language = default_language(node);
  fresh.visibility = author.visibility;
  fresh.poll = TRY(read_poll(params));
  fresh.question = params.flag("hallway[question]").value_or(false);
  fresh.uploads =
      TRY(files_in(params, node.config().media.attachments)).ids.value_or(std::vector<Id>());
  if (const auto quoted = params.find("quoted_status_id"); quoted && !quoted->empty()) {
    fresh.quote = TRY(parse_id(*quoted));
  }
  fresh.quote_policy = TRY(quote_policy_in(params));
  if (fresh.quote_policy == QuotePolicy::unsaid) fresh.quote_policy = author.quote_policy;
  TRY(read_audience(params, fresh));
  if (const auto label = params.find("label")) {
    fresh.label = parse_label(*label);
    if (!fresh.label) {
      return fail(Code::invalid, "label is none of department, organization, partners, public");
    }
  }
  if (const auto parent = params.find("in_reply_to_id"); parent && !parent->empty()) {
    fresh.in_reply_to = TRY(parse_id(*parent));
  }
  const auto txn = TRY(node.read());
  fresh.in_reply_to = real_post(txn, fresh.in_reply_to);
  fresh.quote = real_post(txn, fresh.quote);
  auto people = TRY(picked_in(txn, node.home(), params, fresh.visibility));
  if (people) fresh.written = written_for(node.home(), fresh.text, *std::move(people));
  return fresh;
}

Result<Response> post_status(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  std::optional<Idempotency::Turn> turn;
  if (const auto key = idempotency_key(call.request)) {
    turn.emplace(node.idempotency().begin(caller.account.id, *key, node.now()));
    if (turn->made()) return status_answer(node, caller, *turn->made());
  }
  const auto params = TRY(Params::of(call.request));
  if (const auto at = TRY(scheduled_at_in(params))) {
    TRY(check_described(TRY(node.read()), params));
    const auto later = TRY(schedule(node, caller.account, params, *at));
    return json_answer(scheduled_json(TRY(node.read()), later));
  }
  auto fresh = TRY(new_post_in(node, caller.account, params));
  if (!fresh.written) fresh.mentions = resolve_mentions(node, fresh.text);
  const auto post =
      TRY(node.act_as(caller.actor, [&](Local& local) { return publish(local, fresh); }));
  if (turn) turn->keep(post.id, node.now());
  return status_answer(node, caller, post.id);
}

Result<Response> show_status(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], destination_of(caller)));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  return json_answer(shown.boost ? status_json(view, shown.post, *shown.boost)
                                 : status_json(view, shown.post));
}

Result<Response> edit_status(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto params = TRY(Params::of(call.request));
  const auto before = TRY(find_own(TRY(node.read()), node.home(), call["id"], caller.actor.id));
  if (changes_poll(params, before)) {
    return fail(Code::invalid, "a poll stays as it was published: people have voted in it");
  }
  PostEdit edit{.text = params.text("status"), .summary = params.text("spoiler_text")};
  edit.sensitive = params.flag("sensitive").value_or(before.sensitive);
  edit.language = params.text("language");
  if (edit.language.empty()) edit.language = before.language;
  if (is_for_picked(node.home(), before)) {
    edit.written = written_for(node.home(), edit.text, before.mentions);
  } else {
    edit.mentions = resolve_mentions(node, edit.text);
  }
  edit.question = params.flag("hallway[question]");
  const auto files = TRY(files_in(params, node.config().media.attachments));
  bool stale = false;
  const auto edited = TRY(node.act_as(caller.actor, [&](Local& local) -> Result<Post> {
    auto with_files = edit;
    const auto post = find_post(local.txn, before.id);
    stale = post && !is_as_asked(call.request, dump_json(source_json(*post)));
    if (stale) return *post;
    if (post && post->author == local.actor.id) {
      with_files.attachments = TRY(attach(local, files, *post));
    }
    return edit_post(local, before.id, with_files);
  }));
  if (stale) return refusal(412, "it was edited since: read its source again");
  return status_answer(node, caller, edited.id);
}

Result<Response> delete_status(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  Json body;
  Id id;
  {
    const auto txn = TRY(node.read());
    const auto post = TRY(find_own(txn, node.home(), call["id"], caller.actor.id));
    id = post.id;
    body = status_json({txn, node.home(), caller.actor.id, node.now()}, post);
    // For "delete and redraft".
    body["text"] = post.source;
  }
  const auto deleted =
      node.act_as(caller.actor, [&](Local& local) { return delete_post(local, id); });
  if (!deleted) return deleted.error();
  return json_answer(body);
}

Result<Response> show_context(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto viewer = destination_of(caller);
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], viewer));
  look_for_more(node, shown.post);
  const auto thread = seen_thread(txn, node.home(), shown.post, viewer);
  View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  count_replies_in(thread, view);
  const size_t most = caller ? kMostDescendants : kMostDescendantsForAnybody;
  return json_answer({{"ancestors", ancestors_json(view, shown.post)},
                      {"descendants", descendants_json(view, thread, shown.post.id, most)},
                      {"hallway", thread_facts_json(thread)}});
}

Result<Response> show_history(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto viewer = destination_of(caller);
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], viewer));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  Json out = Json::array();
  for (const auto& version : versions_of(txn, node.home(), shown.post, viewer)) {
    out.push_back(version_json(view, version.post, version.at));
  }
  return json_answer(out);
}

Result<Response> show_source(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], caller.destination()));
  if (shown.post.author != caller.actor.id) return fail(Code::not_found, "not theirs");
  auto response = json_answer(source_json(shown.post));
  response.headers.set("ETag", tag_of(response.body));  // for If-Match, though nobody is to keep it
  return response;
}

}  // namespace hallway::api
