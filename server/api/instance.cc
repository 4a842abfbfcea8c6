#include "server/api/instance.h"

#include "federation/featured_tags.h"
#include "federation/html.h"
#include "federation/pin.h"
#include "federation/post.h"
#include "server/api/about.h"
#include "server/media/media_limits.h"
#include "server/node.h"
#include "server/site.h"
#include "server/source_page.h"
#include "server/uploads.h"
#include "server/version.h"

namespace hallway::api {
namespace {

constexpr int kMostCharacters = 5'000;

// What hallway-media reads (server/media/media_kind.h), as clients name it.
Json mime_types_json() {
  Json out = Json::array();
  for (const auto* type :
       {"image/jpeg",       "image/png",       "image/gif",  "image/webp",      "image/avif",
        "image/heic",       "image/heif",      "video/mp4",  "video/quicktime", "video/webm",
        "video/x-matroska", "video/x-msvideo", "video/ogg",  "audio/mpeg",      "audio/mp3",
        "audio/mp4",        "audio/x-m4a",     "audio/aac",  "audio/ogg",       "audio/opus",
        "audio/wav",        "audio/x-wav",     "audio/flac", "audio/webm"}) {
    out.push_back(type);
  }
  return out;
}

Json media_limits_json(const Node& node) {
  const auto& config = node.config().media;
  const MediaLimits limits;
  return {{"supported_mime_types", mime_types_json()}, {"description_limit", kMostDescription},
          {"image_size_limit", config.picture_bytes},  {"image_matrix_limit", limits.matrix},
          {"video_size_limit", config.film_bytes},     {"video_frame_rate_limit", 60},
          {"video_matrix_limit", limits.film_matrix}};
}

Json configuration_json(const Node& node) {
  return {{"accounts",
           {{"max_featured_tags", kMostFeaturedTags},
            {"max_pinned_statuses", kMostPinned},
            {"max_profile_fields", 50}}},
          {"statuses",
           {{"max_characters", kMostCharacters},
            {"max_media_attachments", node.config().media.attachments},
            {"characters_reserved_per_url", 23},
            {"supported_mime_types", Json::array({"text/plain"})}}},
          {"media_attachments", media_limits_json(node)},
          {"polls",
           {{"max_options", kMostPollOptions},
            {"max_characters_per_option", kMostOptionCharacters},
            {"min_expiration", kShortestPoll.ms / 1000},
            {"max_expiration", kLongestPoll.ms / 1000}}},
          {"translation", {{"enabled", false}}}};
}

Json languages_json(const Node& node) {
  Json out = Json::array();
  for (const auto& language : node.config().node.languages) out.push_back(language);
  return out;
}

// Where apps for Pleroma and Akkoma look for what goes beyond Mastodon's API.
Json pleroma_json() {
  return {{"metadata", {{"features", Json::array({"pleroma_emoji_reactions"})}}}};
}

// Where what happens is told: this very node.
std::string streaming_of(const Node& node) {
  const auto origin = node.home().base.origin();  // "https://" or, where there is no TLS, "http://"
  return "ws" + origin.substr(4);
}

Json configuration_of(Node& node) {
  auto out = configuration_json(node);
  out["vapid"] = {{"public_key", node.pusher().public_key()}};
  out["urls"] = {{"streaming", streaming_of(node)}};
  return out;
}

SignUp sign_up_of(const Node& node) { return node.config().registration.mode; }

Json registrations_json(const Node& node) {
  const auto& message = node.config().registration.message;
  const bool asked = sign_up_of(node) == SignUp::approval;
  return {{"enabled", sign_up_of(node) != SignUp::closed},
          {"approval_required", asked},
          {"reason_required", asked},
          {"message", message.empty() ? Json() : Json("<p>" + escape_html(message) + "</p>")},
          {"min_age", nullptr},
          {"url", nullptr}};
}

std::string thumbnail_of(const Node& node, const Site& site) {
  return site.logo.empty() ? node.home().at("assets/header.svg").text() : site.logo.text();
}

Json icons_json(const Node& node, const Site& site) {
  if (!site.logo_icon.empty()) {
    return Json::array({{{"src", site.logo_icon.text()}, {"size", "512x512"}}});
  }
  return Json::array({{{"src", node.home().at("assets/icon.svg").text()}, {"size", "32x32"}}});
}

Response public_answer(const Json& body) {
  auto response = json_answer(body);
  response.headers.add("Cache-Control", "max-age=60");
  return response;
}

}  // namespace

Result<Response> instance_v1(Node& node, const Call&) {
  const auto txn = TRY(node.read());
  const auto counted = node.figures().read(txn, node.now());
  const auto site = site_of(txn, node);
  return public_answer({{"uri", node.home().domain.text()},
                        {"title", site.name},
                        {"short_description", site.description},
                        {"description", site.description},
                        {"email", node.config().about.contact_email},
                        {"version", kApiVersion},
                        {"urls", {{"streaming_api", streaming_of(node)}}},
                        {"stats",
                         {{"user_count", counted.users},
                          {"status_count", counted.local_posts},
                          {"domain_count", counted.peers}}},
                        {"thumbnail", thumbnail_of(node, site)},
                        {"languages", languages_json(node)},
                        {"registrations", sign_up_of(node) != SignUp::closed},
                        {"approval_required", sign_up_of(node) == SignUp::approval},
                        {"invites_enabled", false},
                        {"max_toot_chars", kMostCharacters},
                        {"configuration", configuration_of(node)},
                        {"pleroma", pleroma_json()},
                        {"contact_account", contact_account_json(node, {txn, node.home(), Id{}})},
                        {"rules", rules_json(node)}});
}

Result<Response> instance_v2(Node& node, const Call&) {
  const auto txn = TRY(node.read());
  const auto counted = node.figures().read(txn, node.now());
  const auto site = site_of(txn, node);
  return public_answer(
      {{"domain", node.home().domain.text()},
       {"title", site.name},
       {"version", kApiVersion},
       {"source_url", source_address(node)},
       {"description", site.description},
       {"usage", {{"users", {{"active_month", counted.active_month}}}}},
       {"thumbnail",
        {{"url", thumbnail_of(node, site)}, {"blurhash", nullptr}, {"versions", Json::object()}}},
       {"icon", icons_json(node, site)},
       {"languages", languages_json(node)},
       {"configuration", configuration_of(node)},
       {"pleroma", pleroma_json()},
       {"registrations", registrations_json(node)},
       // 2: grouped notifications. What further steps are counted for is not all here.
       {"api_versions", {{"mastodon", 2}}},
       {"contact",
        {{"email", node.config().about.contact_email},
         {"account", contact_account_json(node, {txn, node.home(), Id{}})}}},
       {"rules", rules_json(node)},
       {"hallway",
        {{"accent", site.accent},
         {"logo", site.logo.empty() ? Json() : Json(site.logo.text())},
         {"alt_text", name_of(site.alt_text)}}}});
}

}  // namespace hallway::api
