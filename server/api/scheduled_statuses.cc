#include "server/api/scheduled_statuses.h"

#include <algorithm>

#include "server/api.h"
#include "server/api/exact_time.h"
#include "server/api/media_entity.h"
#include "server/node.h"
#include "server/scheduled.h"
#include "storage/media.h"

namespace hallway::api {
namespace {

Json param_or_null(const Params& params, std::string_view key) {
  const auto text = params.find(key);
  return text && !text->empty() ? Json(*text) : Json();
}

Json poll_of(const Params& params) {
  const auto options = params.find_all("poll[options]");
  if (options.empty()) return {};
  Json texts = Json::array();
  for (const auto option : options) texts.push_back(option);
  return {{"options", std::move(texts)},
          {"expires_in", params.text("poll[expires_in]")},
          {"multiple", params.flag("poll[multiple]").value_or(false)},
          {"hide_totals", false}};
}

Json media_ids_of(const Params& params) {
  Json ids = Json::array();
  for (const auto id : params.find_all("media_ids")) ids.push_back(id);
  return ids.empty() ? Json() : ids;
}

// Those that are still there, and theirs.
Json files_of(const ReadTxn& txn, const ScheduledPost& post, const Params& params) {
  Json files = Json::array();
  for (const auto id : params.find_all("media_ids")) {
    const auto media = find_media(txn, parse_id(id).value_or(Id{}));
    if (!media || media->owner != post.author) continue;
    files.push_back(media_json(media->attachment, media->state == MediaState::ready));
  }
  return files;
}

Result<ScheduledPost> scheduled_named(const ReadTxn& txn, const Caller& caller, const Call& call) {
  auto post = find_scheduled(txn, caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  if (!post) return fail(Code::not_found, "no such scheduled status");
  return *std::move(post);
}

// Newest first. With min_id the oldest beyond it.
std::vector<ScheduledPost> page_of(std::vector<ScheduledPost> posts, const Window& window) {
  const Id floor = std::max(window.since_id, window.min_id);
  std::erase_if(posts, [&](const ScheduledPost& post) {
    return post.id <= floor || (window.max_id && post.id >= window.max_id);
  });
  const size_t extra = posts.size() - std::min(posts.size(), window.limit);
  if (window.min_id) {
    posts.resize(posts.size() - extra);
  } else {
    posts.erase(posts.begin(), posts.begin() + static_cast<std::ptrdiff_t>(extra));
  }
  std::ranges::reverse(posts);
  return posts;
}

}  // namespace

Json scheduled_json(const ReadTxn& txn, const ScheduledPost& post) {
  const auto wish = parse_json(post.wish);
  const auto params = wish ? Params::of_json(*wish).value_or(Params()) : Params();
  return {{"id", to_string(post.id)},
          {"scheduled_at", exact_time(post.at)},
          {"params",
           {{"text", params.text("status")},
            {"poll", poll_of(params)},
            {"media_ids", media_ids_of(params)},
            {"sensitive", params.flag("sensitive").value_or(false)},
            {"spoiler_text", param_or_null(params, "spoiler_text")},
            {"visibility", param_or_null(params, "visibility")},
            {"in_reply_to_id", param_or_null(params, "in_reply_to_id")},
            {"language", param_or_null(params, "language")},
            {"quoted_status_id", param_or_null(params, "quoted_status_id")},
            {"quote_approval_policy", param_or_null(params, "quote_approval_policy")},
            {"label", param_or_null(params, "label")},
            {"hallway", {{"question", params.flag("hallway[question]").value_or(false)}}},
            {"application_id", 0},
            {"scheduled_at", nullptr},
            {"idempotency", nullptr},
            {"with_rate_limit", false}}},
          {"media_attachments", files_of(txn, post, params)}};
}

Result<std::optional<Time>> scheduled_at_in(const Params& params) {
  const auto said = params.find("scheduled_at").value_or("");
  if (said.empty()) return std::optional<Time>();
  const auto at = parse_rfc3339(said);
  if (!at) return fail(Code::invalid, "scheduled_at is no time as in 2026-11-29T18:00:00Z");
  return std::optional(*at);
}

Result<Response> list_scheduled_statuses(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto page = page_of(list_scheduled(txn, caller.actor.id), window_of(params));
  Json out = Json::array();
  for (const auto& post : page) out.push_back(scheduled_json(txn, post));
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

Result<Response> show_scheduled(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  return json_answer(scheduled_json(txn, TRY(scheduled_named(txn, caller, call))));
}

Result<Response> reschedule(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto at = TRY(scheduled_at_in(TRY(Params::of(call.request))));
  if (!at || *at < node.now() + kSoonest) {
    return fail(Code::invalid, "scheduled_at must be at least 5 minutes in the future");
  }
  const auto changed = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<ScheduledPost> {
    auto post = TRY(scheduled_named(txn, caller, call));
    post.at = *at;
    TRY(put_scheduled(txn, post, node.now()));
    return post;
  }));
  return json_answer(scheduled_json(TRY(node.read()), changed));
}

Result<Response> cancel_scheduled(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    return erase_scheduled(txn, TRY(scheduled_named(txn, caller, call)));
  }));
  return json_answer(Json::object());
}

}  // namespace hallway::api
