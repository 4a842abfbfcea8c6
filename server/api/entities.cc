#include "server/api/entities.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/profile_page.h"
#include "server/api/custom_emojis.h"
#include "server/api/exact_time.h"
#include "server/api/media_entity.h"
#include "server/api/passing.h"
#include "server/api/work_profiles.h"
#include "server/post_view.h"
#include "server/remote_address.h"
#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/limited.h"
#include "storage/regards.h"

namespace hallway::api {
namespace {

Json id_or_null(Id id) { return id ? Json(to_string(id)) : Json(); }

Json time_or_null(Time at) { return at.ms ? Json(exact_time(at)) : Json(); }

std::string acct_of(const Actor& actor) { return actor.local ? actor.name : actor.handle(); }

Time latest_of(const ReadTxn& txn, Id actor) {
  Time latest;
  scan_author(txn, actor, Id{}, [&](Entry entry) {
    latest = entry.id.time();
    return false;
  });
  return latest;
}

Json files_json(const Home& home, const Post& post) {
  Json files = Json::array();
  for (size_t i = 0; i < post.attachments.size(); ++i) {
    if (post.attachments[i].type != "Link") files.push_back(media_json(home, post, i));
  }
  return files;
}

Json mentions_json(const View& view, const Post& post) {
  Json out = Json::array();
  for (const auto& mention : post.mentions) {
    const auto actor = find_actor(view.txn, mention.iri);
    if (!actor) continue;
    out.push_back({{"id", to_string(actor->id)},
                   {"username", actor->name},
                   {"url", page_of(*actor, view.home)},
                   {"acct", acct_of(*actor)}});
  }
  return out;
}

Json tags_json(const View& view, const Post& post) {
  Json out = Json::array();
  for (const auto& tag : post.tags) {
    out.push_back({{"name", tag}, {"url", view.home.base.text() + "tags/" + percent_encode(tag)}});
  }
  return out;
}

// When and where an Event is: clients know of neither.
std::string event_of(const Post& post) {
  std::string when = post.starts.ms ? time_for_people(post.starts) : std::string();
  if (post.starts.ms && post.ends > post.starts) when += " – " + time_for_people(post.ends);
  if (!when.empty() && !post.place.empty()) when += " · ";
  when += post.place;
  return when.empty() ? when : "<p>" + escape_html(when) + "</p>";
}

// A post of another kind than a note is shown with its title, as clients know none.
std::string content_of(const Post& post) {
  const auto title = post.title.empty() ? std::string()
                                        : "<p><strong>" + escape_html(post.title) + "</strong></p>";
  return title + event_of(post) + post.content;
}

Json parent_author_json(const View& view, const Post& post) {
  if (!post.parent) return {};
  const auto parent = find_post(view.txn, post.parent);
  return parent ? id_or_null(parent->author) : Json();
}

Json author_json(const View& view, Id author) {
  const auto known = view.written.find(author);
  if (known != view.written.end()) return known->second;
  const auto actor = find_actor(view.txn, author);
  if (!actor) return {};
  return view.written.emplace(author, account_json(view, *actor)).first->second;
}

// Where they moved, if that is known here; told once, however often one moves on.
Json moved_json(const View& view, const Actor& actor) {
  if (actor.moved_to.empty()) return {};
  auto target = find_actor(view.txn, actor.moved_to);
  if (!target || !may_be_shown(view.txn, view.home, *target)) return {};
  target->moved_to = Iri();
  return account_json(view, *target);
}

}  // namespace

Json card_json(const Home& home, const Post& post) {
  const auto page = std::ranges::find(post.attachments, "Link", &Attachment::type);
  if (page == post.attachments.end()) return {};
  return {{"url", page->url.text()},
          {"title", page->name.empty() ? post.title : page->name},
          {"description", ""},
          {"language", text_or_null(post.language)},
          {"type", "link"},
          {"author_name", ""},
          {"author_url", ""},
          {"authors", Json::array()},
          {"provider_name", page->url.domain().text()},
          {"provider_url", page->url.origin()},
          {"html", ""},
          {"width", 0},
          {"height", 0},
          {"image", text_or_null(shown_preview(
                        home, post, static_cast<size_t>(page - post.attachments.begin())))},
          {"image_description", ""},
          {"embed_url", ""},
          {"blurhash", nullptr},
          {"published_at", nullptr}};
}

Json account_json(const View& view, const Actor& actor) {
  Json fields = Json::array();
  for (const auto& field : actor.fields) {
    fields.push_back({{"name", field.name},
                      {"value", field_html(field)},
                      {"verified_at", time_or_null(field.verified)}});
  }
  const auto face = face_of(actor, view.home);
  const auto header = actor.header.empty() ? view.home.base.text() + "assets/header.svg"
                                           : shown_header(view.home, actor);
  const auto latest = latest_of(view.txn, actor.id);
  return {{"id", to_string(actor.id)},
          {"username", actor.name},
          {"acct", acct_of(actor)},
          {"url", page_of(actor, view.home)},
          {"uri", actor.iri.text()},
          {"display_name", actor.display_name},
          {"note", actor.summary},
          {"avatar", face},
          {"avatar_static", face},
          {"header", header},
          {"header_static", header},
          {"locked", actor.locked},
          {"fields", std::move(fields)},
          {"emojis", emojis_json(view, shown_emojis(view.home, actor))},
          {"roles", Json::array()},
          {"bot", actor.type == "Application" || actor.type == "Service"},
          {"group", actor.type == "Group"},
          {"discoverable", actor.discoverable},
          {"indexable", actor.indexable},
          {"noindex", !actor.indexable},
          {"hide_collections", false},
          {"moved", moved_json(view, actor)},
          {"suspended", actor.suspended},
          {"limited", is_limited(view.txn, actor)},
          {"created_at", exact_time(actor.published.ms ? actor.published : actor.id.time())},
          {"last_status_at", latest.ms ? Json(to_rfc3339(latest).substr(0, 10)) : Json()},
          {"statuses_count", count_entries(view.txn, actor.id, 10'000)},
          {"followers_count", count_followers(view.txn, actor.id)},
          {"following_count", count_following(view.txn, actor.id)}};
}

Json role_json(Role role) {
  const bool admin = role == Role::admin, moderator = role == Role::moderator;
  // Bits of Mastodon's: 1 all; 16 reports and 1024 users for who moderates.
  return {{"id", std::to_string(static_cast<int>(role))},
          {"name", admin       ? "Admin"
                   : moderator ? "Moderator"
                               : ""},
          {"color", ""},
          {"permissions", admin       ? "1"
                          : moderator ? "1040"
                                      : "0"},
          {"highlighted", role != Role::member}};
}

Json credential_account_json(const View& view, const Account& account, const Actor& actor) {
  Json out = account_json(view, actor);
  Json fields = Json::array();
  for (const auto& field : actor.fields) {
    fields.push_back({{"name", field.name},
                      {"value", text_of_html(field.value)},
                      {"verified_at", time_or_null(field.verified)}});
  }
  const auto requests = list_followers(view.txn, actor.id, FollowState::pending, Id{}, 1'000);
  out["source"] = {{"note", text_of_html(actor.summary)},
                   {"fields", std::move(fields)},
                   {"privacy", name_of(account.visibility)},
                   {"sensitive", account.sensitive},
                   {"language", text_or_null(account.language)},
                   {"quote_policy", name_of_default(account.quote_policy)},
                   {"follow_requests_count", requests.size()},
                   {"hide_collections", false},
                   {"discoverable", actor.discoverable},
                   {"indexable", actor.indexable}};
  out["role"] = role_json(account.role);
  out["hallway"] = hallway_json(view, actor);
  out["hallway"]["asked"] = !account.not_asked;
  return out;
}

Json relationship_json(const View& view, Id other) {
  const auto mine = find_follow(view.txn, view.viewer, other);
  const auto theirs = find_follow(view.txn, other, view.viewer);
  const bool following = mine && mine->state == FollowState::accepted;
  auto mute = find_mute(view.txn, view.viewer, other);
  if (mute && mute->ended(view.now)) mute.reset();
  const auto actor = find_actor(view.txn, other);
  return {{"id", to_string(other)},
          {"following", following},
          {"requested", mine && !following},
          {"followed_by", theirs && theirs->state == FollowState::accepted},
          {"requested_by", theirs && theirs->state == FollowState::pending},
          {"showing_reblogs", following && mine->boosts},
          {"notifying", following && mine->notify},
          {"languages", following && !mine->languages.empty() ? Json(mine->languages) : Json()},
          {"blocking", blocks(view.txn, view.viewer, other)},
          {"blocked_by", false},  // nobody is told
          {"muting", mute.has_value()},
          {"muting_notifications", mute && mute->notifications},
          {"domain_blocking", actor && blocks_domain(view.txn, view.viewer, actor->iri.domain())},
          {"endorsed", endorses(view.txn, view.viewer, other)},
          {"note", find_remark(view.txn, view.viewer, other)}};
}

namespace {

// By its author, or by those who run this node.
bool is_sensitive(const Post& post, const std::optional<Actor>& author) {
  return post.sensitive || !post.summary.empty() || (author && author->sensitized);
}

}  // namespace

Json version_json(const View& view, const Post& post, Time at) {
  Json out{{"content", content_of(post)},
           {"spoiler_text", post.summary},
           {"sensitive", is_sensitive(post, find_actor(view.txn, post.author))},
           {"created_at", exact_time(at)},
           {"account", author_json(view, post.author)},
           {"media_attachments", files_json(view.home, post)},
           {"emojis", emojis_json(view, shown_emojis(view.home, post))}};
  if (!post.poll) return out;
  out["poll"] = {{"options", Json::array()}};
  for (const auto& option : post.poll->options) {
    out["poll"]["options"].push_back({{"title", option.title}});
  }
  return out;
}

Json lasting_status_json(const View& view, const Post& post) {
  const auto author = find_actor(view.txn, post.author);
  return {{"id", to_string(post.id)},
          {"uri", post.iri.text()},
          {"url", author ? Json(page_of(post, *author, view.home)) : Json()},
          {"created_at", exact_time(post.published)},
          {"edited_at", time_or_null(post.updated)},
          {"content", content_of(post)},
          {"visibility", name_of(post.visibility)},
          {"local_only", post.label == Label::department},
          {"sensitive", is_sensitive(post, author)},
          {"spoiler_text", post.summary},
          {"language", text_or_null(post.language)},
          {"in_reply_to_id", id_or_null(post.parent)},
          {"in_reply_to_account_id", parent_author_json(view, post)},
          {"media_attachments", files_json(view.home, post)},
          {"mentions", mentions_json(view, post)},
          {"tags", tags_json(view, post)},
          {"emojis", emojis_json(view, shown_emojis(view.home, post))},
          {"card", card_json(view.home, post)}};
}

Json lasting_boost_json(const View& view, const Post& post, const Boost& boost) {
  Json out = lasting_status_json(view, post);
  out["id"] = to_string(boost.id);
  out["uri"] = boost.iri.text();
  out["created_at"] = exact_time(boost.at);
  out["edited_at"] = nullptr;
  out["in_reply_to_id"] = nullptr;
  out["in_reply_to_account_id"] = nullptr;
  out["media_attachments"] = Json::array();
  return out;
}

Json status_json(const View& view, const Post& post) {
  Json out = lasting_status_json(view, post);
  out["account"] = author_json(view, post.author);
  out["reblog"] = nullptr;
  for_each_passing(view, post, touches_of(view, post),
                   [&](const char* name, const auto& value) { out[name] = as_json(value); });
  return out;
}

Json status_json(const View& view, const Post& post, const Boost& boost) {
  Json out = lasting_boost_json(view, post, boost);
  out["account"] = author_json(view, boost.actor);
  out["reblog"] = status_json(view, post);
  for_each_passing(view, post, touches_of(view, post),
                   [&](const char* name, const auto& value) { out[name] = as_json(value); });
  return out;
}

Json status_json(const View& view, const TimelineItem& item) {
  return item.boost ? status_json(view, item.post, *item.boost) : status_json(view, item.post);
}

}  // namespace hallway::api
