#include "server/routes.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include "server/accept.h"
#include "server/access_page.h"
#include "server/activitypub.h"
#include "server/api/about.h"
#include "server/api/admin_accounts.h"
#include "server/api/admin_domains.h"
#include "server/api/admin_reports.h"
#include "server/api/announcements.h"
#include "server/api/conversations.h"
#include "server/api/discovery.h"
#include "server/api/filter_parts.h"
#include "server/api/filters.h"
#include "server/api/filters_v1.h"
#include "server/api/grouped_notifications.h"
#include "server/api/kept_posts.h"
#include "server/api/lists.h"
#include "server/api/markers.h"
#include "server/api/media.h"
#include "server/api/network.h"
#include "server/api/notification_policy.h"
#include "server/api/notification_requests.h"
#include "server/api/preferences.h"
#include "server/api/regards.h"
#include "server/api/registration.h"
#include "server/api/scheduled_statuses.h"
#include "server/api/several.h"
#include "server/api/tags.h"
#include "server/api_accounts.h"
#include "server/api_blocks.h"
#include "server/api_emoji_reactions.h"
#include "server/api_featured_tags.h"
#include "server/api_follow_requests.h"
#include "server/api_instance.h"
#include "server/api_limits.h"
#include "server/api_notifications.h"
#include "server/api_people.h"
#include "server/api_polls.h"
#include "server/api_profile.h"
#include "server/api_push.h"
#include "server/api_quotes.h"
#include "server/api_reactions.h"
#include "server/api_reports.h"
#include "server/api_search.h"
#include "server/api_statuses.h"
#include "server/api_streaming.h"
#include "server/api_timelines.h"
#include "server/assets.h"
#include "server/embed.h"
#include "server/health.h"
#include "server/html_page.h"
#include "server/interact.h"
#include "server/log.h"
#include "server/me.h"
#include "server/media_serving.h"
#include "server/node.h"
#include "server/oauth/apps.h"
#include "server/oauth/authorize.h"
#include "server/oauth/metadata.h"
#include "server/oauth/token.h"
#include "server/pages.h"
#include "server/password_reset.h"
#include "server/remote_files.h"
#include "server/second_factor_page.h"
#include "server/sign_in.h"
#include "server/well_known.h"

namespace hallway {
namespace {

// Everything this node answers.
constexpr Route kRoutes[] = {
    {"POST", "/inbox", Area::federation, nullptr, receive_shared},
    {"POST", "/users/{name}/inbox", Area::federation, nullptr, receive_personal},
    {"GET", "/users/{name}", Area::federation, show_actor},
    {"GET", "/users/{name}/followers", Area::federation, show_followers},
    {"GET", "/users/{name}/followers_synchronization", Area::federation, show_partial_followers},
    {"GET", "/users/{name}/following", Area::federation, show_following},
    {"GET", "/users/{name}/outbox", Area::federation, show_outbox},
    {"GET", "/users/{name}/liked", Area::federation, show_liked},
    {"GET", "/users/{name}/collections/featured", Area::federation, show_featured},
    {"GET", "/users/{name}/collections/tags", Area::federation, show_featured_tags},
    {"GET", "/users/{name}/statuses/{id}", Area::federation, show_object},
    {"GET", "/users/{name}/statuses/{id}/activity", Area::federation, show_create},
    {"GET", "/users/{name}/statuses/{id}/{collection}", Area::federation, show_post_collection},
    {"GET", "/users/{name}/statuses/{id}/quotes/{digest}", Area::federation, show_consent},
    {"GET", "/users/{name}/activities/{id}", Area::federation, show_activity},
    {"GET", "/users/{name}/authorizations/{id}", Area::federation, show_authorization},
    {"GET", "/actor", Area::federation, show_instance_actor},
    {"POST", "/actor/inbox", Area::federation, nullptr, receive_shared},
    {"GET", "/actor/{collection}", Area::federation, show_instance_collection},
    {"GET", "/actor/collections/{collection}", Area::federation, show_instance_collection},

    {"GET", "/.well-known/webfinger", Area::discovery, webfinger},
    {"GET", "/.well-known/host-meta", Area::discovery, host_meta},
    {"GET", "/.well-known/host-meta.json", Area::discovery, host_meta_as_json},
    {"GET", "/.well-known/nodeinfo", Area::discovery, nodeinfo_links},
    {"GET", "/nodeinfo/{version}", Area::discovery, nodeinfo_document},
    {"GET", "/.well-known/oauth-authorization-server", Area::discovery, authorization_server},
    {"GET", "/.well-known/oauth-protected-resource", Area::discovery, protected_resource},

    {"GET", "/oauth/authorize", Area::page, show_authorize},
    {"POST", "/oauth/authorize", Area::page, authorize},
    {"POST", "/oauth/token", Area::api, give_token},
    {"POST", "/oauth/revoke", Area::api, revoke_token},
    {"GET", "/oauth/userinfo", Area::api, userinfo},
    {"POST", "/oauth/userinfo", Area::api, userinfo},
    {"POST", "/api/v1/apps", Area::api, api::register_app},
    {"GET", "/api/v1/apps/verify_credentials", Area::api, api::verify_app},

    {"GET", "/api/v1/instance", Area::api, api::instance_v1},
    {"GET", "/api/v2/instance", Area::api, api::instance_v2},
    {"GET", "/api/v1/instance/peers", Area::api, api::list_peers},
    {"GET", "/api/v1/instance/activity", Area::api, api::show_activity},
    {"GET", "/api/v1/instance/domain_blocks", Area::api, api::list_blocked_peers},
    {"GET", "/api/v1/instance/rules", Area::api, api::list_rules},
    {"GET", "/api/v1/instance/extended_description", Area::api, api::show_extended_description},
    {"GET", "/api/v1/instance/privacy_policy", Area::api, api::show_privacy_policy},
    {"GET", "/api/v1/instance/terms_of_service", Area::api, api::show_terms},
    {"GET", "/api/v1/instance/terms_of_service/{date}", Area::api, api::show_terms},
    {"GET", "/api/v1/instance/translation_languages", Area::api, api::list_translation_languages},
    {"GET", "/api/oembed", Area::api, api::show_oembed},
    {"GET", "/api/v2/search", Area::api, api::search},
    {"POST", "/api/v1/accounts", Area::api, api::sign_up},
    {"GET", "/api/v1/accounts/verify_credentials", Area::api, api::verify_credentials},
    {"PATCH", "/api/v1/accounts/update_credentials", Area::api, api::update_credentials},
    {"DELETE", "/api/v1/profile/avatar", Area::api, api::delete_avatar},
    {"DELETE", "/api/v1/profile/header", Area::api, api::delete_header},
    {"GET", "/api/v1/accounts/lookup", Area::api, api::lookup_account},
    {"GET", "/api/v1/accounts/relationships", Area::api, api::show_relationships},
    {"GET", "/api/v1/accounts/search", Area::api, api::search_accounts},
    {"GET", "/api/v1/accounts/familiar_followers", Area::api, api::list_familiar_followers},
    {"GET", "/api/v1/accounts", Area::api, api::show_accounts},
    {"GET", "/api/v1/accounts/{id}", Area::api, api::show_account},
    {"GET", "/api/v1/accounts/{id}/statuses", Area::api, api::list_account_statuses},
    {"GET", "/api/v1/accounts/{id}/featured_tags", Area::api, api::list_featured_tags_of},
    {"GET", "/api/v1/accounts/{id}/followers", Area::api, api::list_followers_of},
    {"GET", "/api/v1/accounts/{id}/following", Area::api, api::list_followed_by},
    {"GET", "/api/v1/accounts/{id}/lists", Area::api, api::show_lists_with},
    {"GET", "/api/v1/accounts/{id}/endorsements", Area::api, api::list_endorsed_by},
    {"POST", "/api/v1/accounts/{id}/endorse", Area::api, api::endorse},
    {"POST", "/api/v1/accounts/{id}/unendorse", Area::api, api::unendorse},
    {"POST", "/api/v1/accounts/{id}/pin", Area::api, api::endorse},
    {"POST", "/api/v1/accounts/{id}/unpin", Area::api, api::unendorse},
    {"POST", "/api/v1/accounts/{id}/note", Area::api, api::note_about},
    {"POST", "/api/v1/accounts/{id}/remove_from_followers", Area::api, api::remove_from_followers},
    {"GET", "/api/v1/endorsements", Area::api, api::list_endorsements},
    {"GET", "/api/v1/tags/{name}", Area::api, api::show_tag},
    {"POST", "/api/v1/tags/{name}/follow", Area::api, api::follow_tag},
    {"POST", "/api/v1/tags/{name}/unfollow", Area::api, api::unfollow_tag},
    {"POST", "/api/v1/tags/{name}/feature", Area::api, api::feature_one_tag},
    {"POST", "/api/v1/tags/{name}/unfeature", Area::api, api::unfeature_one_tag},
    {"GET", "/api/v1/followed_tags", Area::api, api::list_tags_followed},
    {"GET", "/api/v1/markers", Area::api, api::show_markers},
    {"POST", "/api/v1/markers", Area::api, api::set_markers},
    {"GET", "/api/v1/preferences", Area::api, api::show_preferences},
    {"GET", "/api/v1/custom_emojis", Area::api, api::list_custom_emojis},
    {"GET", "/api/v2/filters", Area::api, api::list_filters_v2},
    {"POST", "/api/v2/filters", Area::api, api::make_filter},
    {"GET", "/api/v2/filters/{id}", Area::api, api::show_filter},
    {"PUT", "/api/v2/filters/{id}", Area::api, api::change_filter},
    {"DELETE", "/api/v2/filters/{id}", Area::api, api::delete_filter},
    {"GET", "/api/v2/filters/keywords/{id}", Area::api, api::show_keyword},
    {"PUT", "/api/v2/filters/keywords/{id}", Area::api, api::change_keyword},
    {"DELETE", "/api/v2/filters/keywords/{id}", Area::api, api::delete_keyword},
    {"GET", "/api/v2/filters/statuses/{id}", Area::api, api::show_filter_post},
    {"DELETE", "/api/v2/filters/statuses/{id}", Area::api, api::delete_filter_post},
    {"GET", "/api/v2/filters/{id}/keywords", Area::api, api::list_keywords},
    {"POST", "/api/v2/filters/{id}/keywords", Area::api, api::add_keyword},
    {"GET", "/api/v2/filters/{id}/statuses", Area::api, api::list_filter_posts},
    {"POST", "/api/v2/filters/{id}/statuses", Area::api, api::add_filter_post},
    {"GET", "/api/v1/filters", Area::api, api::list_filters_v1},
    {"POST", "/api/v1/filters", Area::api, api::make_filter_v1},
    {"GET", "/api/v1/filters/{id}", Area::api, api::show_filter_v1},
    {"PUT", "/api/v1/filters/{id}", Area::api, api::change_filter_v1},
    {"DELETE", "/api/v1/filters/{id}", Area::api, api::delete_filter_v1},
    {"GET", "/api/v1/conversations", Area::api, api::show_conversations},
    {"DELETE", "/api/v1/conversations/{id}", Area::api, api::delete_conversation},
    {"POST", "/api/v1/conversations/{id}/read", Area::api, api::mark_conversation_read},
    {"GET", "/api/v1/scheduled_statuses", Area::api, api::list_scheduled_statuses},
    {"GET", "/api/v1/scheduled_statuses/{id}", Area::api, api::show_scheduled},
    {"PUT", "/api/v1/scheduled_statuses/{id}", Area::api, api::reschedule},
    {"DELETE", "/api/v1/scheduled_statuses/{id}", Area::api, api::cancel_scheduled},
    {"GET", "/api/v1/lists", Area::api, api::show_lists},
    {"POST", "/api/v1/lists", Area::api, api::make_list},
    {"GET", "/api/v1/lists/{id}", Area::api, api::show_list},
    {"PUT", "/api/v1/lists/{id}", Area::api, api::change_list},
    {"DELETE", "/api/v1/lists/{id}", Area::api, api::delete_list},
    {"GET", "/api/v1/lists/{id}/accounts", Area::api, api::show_list_members},
    {"POST", "/api/v1/lists/{id}/accounts", Area::api, api::add_to_list},
    {"DELETE", "/api/v1/lists/{id}/accounts", Area::api, api::remove_from_list},
    {"GET", "/api/v1/timelines/list/{id}", Area::api, api::list_timeline_page},
    {"GET", "/api/v1/featured_tags", Area::api, api::list_featured_tags},
    {"POST", "/api/v1/featured_tags", Area::api, api::add_featured_tag},
    {"GET", "/api/v1/featured_tags/suggestions", Area::api, api::suggest_featured_tags},
    {"DELETE", "/api/v1/featured_tags/{id}", Area::api, api::remove_featured_tag},
    {"POST", "/api/v1/accounts/{id}/follow", Area::api, api::follow_account},
    {"POST", "/api/v1/accounts/{id}/unfollow", Area::api, api::unfollow_account},
    {"POST", "/api/v1/accounts/{id}/block", Area::api, api::block_account},
    {"POST", "/api/v1/accounts/{id}/unblock", Area::api, api::unblock_account},
    {"POST", "/api/v1/accounts/{id}/mute", Area::api, api::mute_account},
    {"POST", "/api/v1/accounts/{id}/unmute", Area::api, api::unmute_account},
    {"GET", "/api/v1/blocks", Area::api, api::list_blocks},
    {"GET", "/api/v1/mutes", Area::api, api::list_mutes},
    {"GET", "/api/v1/domain_blocks", Area::api, api::list_domain_blocks},
    {"POST", "/api/v1/domain_blocks", Area::api, api::block_whole_domain},
    {"DELETE", "/api/v1/domain_blocks", Area::api, api::unblock_whole_domain},
    {"POST", "/api/v1/reports", Area::api, api::report_account},
    {"POST", "/api/v1/statuses", Area::api, api::post_status},
    {"GET", "/api/v1/statuses", Area::api, api::show_statuses},
    {"GET", "/api/v1/statuses/{id}", Area::api, api::show_status},
    {"PUT", "/api/v1/statuses/{id}", Area::api, api::edit_status},
    {"DELETE", "/api/v1/statuses/{id}", Area::api, api::delete_status},
    {"GET", "/api/v1/statuses/{id}/context", Area::api, api::show_context},
    {"GET", "/api/v1/statuses/{id}/history", Area::api, api::show_history},
    {"GET", "/api/v1/statuses/{id}/quotes", Area::api, api::list_quotes},
    {"PUT", "/api/v1/statuses/{id}/interaction_policy", Area::api, api::change_interaction_policy},
    {"POST", "/api/v1/statuses/{id}/quotes/{quoting}/revoke", Area::api, api::revoke_quote_of},
    {"GET", "/api/v1/statuses/{id}/source", Area::api, api::show_source},
    {"POST", "/api/v1/statuses/{id}/favourite", Area::api, api::favourite},
    {"POST", "/api/v1/statuses/{id}/unfavourite", Area::api, api::unfavourite},
    {"POST", "/api/v1/statuses/{id}/reblog", Area::api, api::reblog},
    {"POST", "/api/v1/statuses/{id}/unreblog", Area::api, api::unreblog},
    {"GET", "/api/v1/pleroma/statuses/{id}/reactions", Area::api, api::list_emoji_reactions_to},
    {"GET", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api,
     api::list_emoji_reactions_to},
    {"PUT", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api, api::react_with_emoji},
    {"DELETE", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api,
     api::unreact_with_emoji},
    {"POST", "/api/v1/statuses/{id}/bookmark", Area::api, api::bookmark_status},
    {"POST", "/api/v1/statuses/{id}/unbookmark", Area::api, api::unbookmark_status},
    {"POST", "/api/v1/statuses/{id}/mute", Area::api, api::mute_thread},
    {"POST", "/api/v1/statuses/{id}/unmute", Area::api, api::unmute_thread},
    {"POST", "/api/v1/statuses/{id}/pin", Area::api, api::pin_status},
    {"POST", "/api/v1/statuses/{id}/unpin", Area::api, api::unpin_status},
    {"GET", "/api/v1/polls/{id}", Area::api, api::show_poll},
    {"POST", "/api/v1/polls/{id}/votes", Area::api, api::vote_in_poll},
    {"GET", "/api/v1/statuses/{id}/favourited_by", Area::api, api::list_favouriting},
    {"GET", "/api/v1/statuses/{id}/reblogged_by", Area::api, api::list_reblogging},
    {"GET", "/api/v1/favourites", Area::api, api::list_favourites},
    {"GET", "/api/v1/bookmarks", Area::api, api::list_bookmarks},
    {"GET", "/api/v1/timelines/home", Area::api, api::home_timeline_page},
    {"GET", "/api/v1/timelines/public", Area::api, api::public_timeline_page},
    {"GET", "/api/v1/timelines/tag/{hashtag}", Area::api, api::tag_timeline_page},
    {"POST", "/api/v2/media", Area::api, api::upload_media},
    {"POST", "/api/v1/media", Area::api, api::upload_media_and_wait},
    {"GET", "/api/v1/media/{id}", Area::api, api::show_upload},
    {"PUT", "/api/v1/media/{id}", Area::api, api::change_upload},
    {"DELETE", "/api/v1/media/{id}", Area::api, api::delete_upload},
    {"GET", "/api/v1/notifications", Area::api, api::list_notifications},
    {"POST", "/api/v1/push/subscription", Area::api, api::subscribe_to_push},
    {"GET", "/api/v1/push/subscription", Area::api, api::show_push_subscription},
    {"PUT", "/api/v1/push/subscription", Area::api, api::change_push_subscription},
    {"DELETE", "/api/v1/push/subscription", Area::api, api::unsubscribe_from_push},
    {"GET", "/api/v1/streaming", Area::api, api::open_web_socket},
    {"GET", "/api/v1/streaming/health", Area::api, api::streaming_health},
    {"GET", "/api/v1/streaming/{stream}", Area::api, api::send_events},
    {"GET", "/api/v1/streaming/{stream}/{part}", Area::api, api::send_events},
    {"GET", "/api/v1/notifications/unread_count", Area::api, api::count_unread_notifications},
    {"POST", "/api/v1/notifications/clear", Area::api, api::clear_notifications},
    {"GET", "/api/v1/notifications/requests", Area::api, api::list_notification_requests},
    {"GET", "/api/v1/notifications/requests/merged", Area::api, api::show_requests_merged},
    {"POST", "/api/v1/notifications/requests/accept", Area::api, api::accept_notification_requests},
    {"POST", "/api/v1/notifications/requests/dismiss", Area::api,
     api::dismiss_notification_requests},
    {"GET", "/api/v1/notifications/requests/{id}", Area::api, api::show_notification_request},
    {"POST", "/api/v1/notifications/requests/{id}/accept", Area::api,
     api::accept_notification_requests},
    {"POST", "/api/v1/notifications/requests/{id}/dismiss", Area::api,
     api::dismiss_notification_requests},
    {"GET", "/api/v1/notifications/{id}", Area::api, api::show_notification},
    {"POST", "/api/v1/notifications/{id}/dismiss", Area::api, api::dismiss_notification},
    {"GET", "/api/v2/notifications", Area::api, api::list_notification_groups},
    {"GET", "/api/v2/notifications/unread_count", Area::api, api::count_unread_groups},
    {"GET", "/api/v2/notifications/policy", Area::api, api::show_notification_policy},
    {"PATCH", "/api/v2/notifications/policy", Area::api, api::change_notification_policy},
    {"GET", "/api/v2/notifications/{key}", Area::api, api::show_notification_group},
    {"GET", "/api/v2/notifications/{key}/accounts", Area::api, api::list_group_accounts},
    {"POST", "/api/v2/notifications/{key}/dismiss", Area::api, api::dismiss_notification_group},
    {"GET", "/api/v1/directory", Area::api, api::show_directory},
    {"GET", "/api/v1/suggestions", Area::api, api::list_suggestions_v1},
    {"DELETE", "/api/v1/suggestions/{id}", Area::api, api::decline_suggested},
    {"GET", "/api/v2/suggestions", Area::api, api::list_suggestions},
    {"GET", "/api/v1/trends", Area::api, api::list_trending_tags},
    {"GET", "/api/v1/trends/tags", Area::api, api::list_trending_tags},
    {"GET", "/api/v1/trends/statuses", Area::api, api::list_trending_statuses},
    {"GET", "/api/v1/trends/links", Area::api, api::list_trending_links},
    {"GET", "/api/v1/announcements", Area::api, api::list_announcements_for},
    {"POST", "/api/v1/announcements/{id}/dismiss", Area::api, api::dismiss_announcement},
    {"PUT", "/api/v1/announcements/{id}/reactions/{name}", Area::api, api::react_to_announcement},
    {"DELETE", "/api/v1/announcements/{id}/reactions/{name}", Area::api,
     api::unreact_to_announcement},
    {"GET", "/api/v1/follow_requests", Area::api, api::list_follow_requests},
    {"POST", "/api/v1/follow_requests/{id}/authorize", Area::api, api::authorize_follow_request},
    {"POST", "/api/v1/follow_requests/{id}/reject", Area::api, api::reject_follow_request},

    {"GET", "/api/v1/admin/accounts", Area::api, api::list_admin_accounts_v1},
    {"GET", "/api/v2/admin/accounts", Area::api, api::list_admin_accounts},
    {"GET", "/api/v1/admin/accounts/{id}", Area::api, api::show_admin_account},
    {"DELETE", "/api/v1/admin/accounts/{id}", Area::api, api::delete_admin_account},
    {"POST", "/api/v1/admin/accounts/{id}/approve", Area::api, api::approve_account},
    {"POST", "/api/v1/admin/accounts/{id}/reject", Area::api, api::reject_account},
    {"POST", "/api/v1/admin/accounts/{id}/action", Area::api, api::act_on_account},
    {"POST", "/api/v1/admin/accounts/{id}/enable", Area::api, api::enable_account},
    {"POST", "/api/v1/admin/accounts/{id}/unsilence", Area::api, api::unsilence_account},
    {"POST", "/api/v1/admin/accounts/{id}/unsuspend", Area::api, api::unsuspend_account},
    {"GET", "/api/v1/admin/reports", Area::api, api::list_admin_reports},
    {"GET", "/api/v1/admin/reports/{id}", Area::api, api::show_admin_report},
    {"PUT", "/api/v1/admin/reports/{id}", Area::api, api::change_admin_report},
    {"POST", "/api/v1/admin/reports/{id}/assign_to_self", Area::api, api::assign_report_to_self},
    {"POST", "/api/v1/admin/reports/{id}/unassign", Area::api, api::unassign_report},
    {"POST", "/api/v1/admin/reports/{id}/resolve", Area::api, api::resolve_admin_report},
    {"POST", "/api/v1/admin/reports/{id}/reopen", Area::api, api::reopen_report},
    {"GET", "/api/v1/admin/domain_allows", Area::api, api::list_domain_allows},
    {"POST", "/api/v1/admin/domain_allows", Area::api, api::allow_domain},
    {"GET", "/api/v1/admin/domain_allows/{id}", Area::api, api::show_domain_allow},
    {"DELETE", "/api/v1/admin/domain_allows/{id}", Area::api, api::disallow_domain},
    {"GET", "/api/v1/admin/domain_blocks", Area::api, api::list_admin_domain_blocks},
    {"POST", "/api/v1/admin/domain_blocks", Area::api, api::add_domain_block},
    {"GET", "/api/v1/admin/domain_blocks/{id}", Area::api, api::show_admin_domain_block},
    {"PUT", "/api/v1/admin/domain_blocks/{id}", Area::api, api::change_domain_block},
    {"DELETE", "/api/v1/admin/domain_blocks/{id}", Area::api, api::remove_domain_block},

    {"GET", "/", Area::page, front_page},
    {"GET", "/assets/style.css", Area::page, style_sheet},
    {"GET", "/assets/icon.svg", Area::page, icon},
    {"GET", "/assets/header.svg", Area::page, drawn_header},
    {"GET", "/assets/faces/{name}", Area::page, drawn_face},
    {"GET", "/media/{file}", Area::page, show_media},
    {"GET", "/media/{kind}/{id}/{what}/{signature}", Area::page, show_remote_file},
    {"GET", "/setup/{secret}", Area::page, show_setup},
    {"POST", "/setup/{secret}", Area::page, set_up},
    {"GET", "/sign-in", Area::page, show_sign_in},
    {"POST", "/sign-in", Area::page, sign_in},
    {"POST", "/sign-in/code", Area::page, enter_code},
    {"GET", "/sign-in/{secret}", Area::page, show_sign_in_link},
    {"POST", "/sign-in/{secret}", Area::page, sign_in_by_link},
    {"GET", "/reset/{secret}", Area::page, show_password_reset},
    {"POST", "/reset/{secret}", Area::page, set_new_password},
    {"POST", "/sign-out", Area::page, sign_out},
    {"GET", "/me", Area::page, my_page},
    {"GET", "/me/access", Area::page, access_page},
    {"POST", "/me/access", Area::page, end_access},
    {"GET", "/me/second-factor", Area::page, second_factor_page},
    {"POST", "/me/second-factor", Area::page, change_second_factor},
    {"POST", "/me/post", Area::page, post_from_page},
    {"POST", "/me/follow", Area::page, follow_from_page},
    {"POST", "/me/like", Area::page, like_from_page},
    {"POST", "/me/react", Area::page, react_from_page},
    {"POST", "/me/boost", Area::page, boost_from_page},
    {"POST", "/me/vote", Area::page, vote_from_page},
    {"GET", "/authorize_interaction", Area::page, interact_page},
    {"GET", "/share", Area::page, share},
    {"GET", "/@{name}", Area::page, profile_page},
    {"GET", "/@{name}/{id}", Area::page, post_page},
    {"GET", "/@{name}/{id}/history", Area::page, history_page},
    {"GET", "/@{name}/{id}/embed", Area::page, embedded_page},
    {"GET", "/tags/{name}", Area::page, tag_page},

    {"GET", "/livez", Area::health, livez},
    {"GET", "/health", Area::health, health_for_clients},
    {"GET", "/readyz", Area::health, readyz},
};

std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);  // the slash
  const size_t end = std::min(rest.find('/'), rest.size());
  const auto segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

bool match_segment(std::string_view pattern, std::string_view segment, Call& call) {
  const size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == segment;
  const size_t close = pattern.find('}', open);
  const auto before = pattern.substr(0, open);
  const auto after = pattern.substr(close + 1);
  if (segment.size() <= before.size() + after.size() || !segment.starts_with(before) ||
      !segment.ends_with(after)) {
    return false;
  }
  call.captures.emplace_back(
      pattern.substr(open + 1, close - open - 1),
      segment.substr(before.size(), segment.size() - before.size() - after.size()));
  return true;
}

std::string_view method_of(const Request& request) {
  return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

// Who else may read this from a page of theirs, as clients and other servers expect.
bool is_shared_across_origins(const Route& route) {
  return route.area == Area::api || route.area == Area::discovery ||
         route.area == Area::federation || route.pattern.starts_with("/@");
}

void add_cross_origin(const Route& route, Response& response) {
  if (!is_shared_across_origins(route)) return;
  response.headers.set("Access-Control-Allow-Origin", "*");
  if (route.area != Area::api) return;
  response.headers.set("Access-Control-Expose-Headers",
                       "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, "
                       "X-Request-Id");
}

void add_headers(const Route& route, Response& response) {
  add_cross_origin(route, response);
  response.headers.set("X-Content-Type-Options", "nosniff");
  const bool negotiated = route.area == Area::federation || route.pattern.starts_with("/@");
  if (negotiated) response.headers.set("Vary", "Accept, Signature");
  if (response.headers.find("Cache-Control")) return;
  if (route.area == Area::api) {
    response.headers.set("Cache-Control", "private, no-store");
  } else if (route.area == Area::federation) {
    response.headers.set("Cache-Control", "private, no-cache");
  }
}

bool wants_page(const Route& route, const Request& request) {
  if (route.area != Area::page && route.area != Area::federation) return false;
  const auto usual = route.area == Area::page ? Form::page : Form::activity;
  return negotiate(request.headers.find("Accept"), usual).value_or(usual) == Form::page;
}

Response error_for(const Node& node, const Route& route, const Request& request,
                   const Error& error) {
  if (error.code == Code::internal || error.code == Code::corrupt) {
    log::error("request.failed", {{"route", route.pattern}, {"what", error.what}});
  }
  return wants_page(route, request) ? error_page(node, error) : error_answer(error, route.area);
}

Response not_found(const Node& node, const Request& request) {
  const auto error = fail(Code::not_found, "no such page");
  const auto accept = request.headers.find("Accept").value_or("");
  const bool person = accept.find("text/html") != std::string_view::npos;
  auto response = person ? error_page(node, error) : error_answer(error, Area::health);
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

Response wrong_method(const std::vector<const Route*>& rows, bool asked) {
  std::string allow;
  for (const auto* row : rows) {
    allow += std::string(row->method) + ", ";
    if (row->method == "GET") allow += "HEAD, ";
  }
  allow += "OPTIONS";
  auto response = asked ? Response{.status = 204} : refusal(405, "method not allowed");
  response.headers.add("Allow", allow);
  add_cross_origin(*rows.front(), response);
  if (asked && is_shared_across_origins(*rows.front())) {
    response.headers.set("Access-Control-Allow-Methods", allow);
    response.headers.set("Access-Control-Allow-Headers",
                         "Authorization, Content-Type, Idempotency-Key, Accept");
    response.headers.set("Access-Control-Max-Age", "86400");
  }
  return response;
}

using Steady = std::chrono::steady_clock;

// A request on its way through the handler of `row`.
struct Passage {
  Node& node;
  const Route& row;
  const Request request;
  const Respond respond;
  const Steady::time_point began;
  const std::optional<RateLimits::Standing> standing;  // of who calls the client API

  void finish(Result<Response> outcome) const {
    auto response =
        outcome.ok() ? std::move(*outcome) : error_for(node, row, request, outcome.error());
    add_headers(row, response);
    if (standing) add_standing(*standing, response);
    // A tag is for who keeps an answer.
    if (response.headers.find("Cache-Control") != "private, no-store")
      tag_entity(request, response);
    const std::chrono::duration<double> took = Steady::now() - began;
    node.counts().request(name_of(row.area), response.status, took.count());
    respond(std::move(response));
  }
};

std::optional<RateLimits::Standing> count_call(Node& node, const Route& row,
                                               const Request& request) {
  if (row.area != Area::api || !row.pattern.starts_with("/api/")) return std::nullopt;
  return node.api_limits().count(row.method, row.pattern, api_caller(node, request), node.now());
}

void pass(const std::shared_ptr<const Passage>& passage) {
  if (passage->standing && !passage->standing->admitted) {
    return passage->finish(too_many_calls(*passage->standing, passage->node.now()));
  }
  Call call{passage->request, {}};
  matches(passage->row.pattern, call.request.path, call);  // once more: captures are views
  if (passage->row.handler) return passage->finish(passage->row.handler(passage->node, call));
  passage->row.later(passage->node, call,
                     [passage](Result<Response> outcome) { passage->finish(std::move(outcome)); });
}

}  // namespace

std::string_view Call::operator[](std::string_view name) const {
  const auto found = std::ranges::find(captures, name, [](const auto& pair) { return pair.first; });
  return found == captures.end() ? std::string_view() : found->second;
}

bool matches(std::string_view pattern, std::string_view path, Call& call) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  call.captures.clear();
  while (pattern.starts_with('/') && path.starts_with('/')) {
    if (!match_segment(next_segment(pattern), next_segment(path), call)) return false;
  }
  return pattern.empty() && path.empty();
}

void route(Node& node, Request request, Respond respond) {
  const auto began = Steady::now();
  std::vector<const Route*> others;
  Call call{request, {}};
  for (const auto& row : kRoutes) {
    if (!matches(row.pattern, request.path, call)) continue;
    if (row.method != method_of(request)) {
      others.push_back(&row);
      continue;
    }
    const auto standing = count_call(node, row, request);
    const auto passage = std::shared_ptr<const Passage>(
        new Passage{node, row, std::move(request), std::move(respond), began, standing});
    return pass(passage);
  }
  if (others.empty()) return respond(not_found(node, request));
  respond(wrong_method(others, /*asked=*/request.method == "OPTIONS"));
}

}  // namespace hallway
