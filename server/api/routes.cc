#include "server/api/routes.h"

#include "server/api/about.h"
#include "server/api/accounts.h"
#include "server/api/admin_accounts.h"
#include "server/api/admin_commands.h"
#include "server/api/admin_deliveries.h"
#include "server/api/admin_dimensions.h"
#include "server/api/admin_domains.h"
#include "server/api/admin_figures.h"
#include "server/api/admin_reports.h"
#include "server/api/admin_retention.h"
#include "server/api/announcements.h"
#include "server/api/annual_reports.h"
#include "server/api/audience.h"
#include "server/api/blocks.h"
#include "server/api/captions.h"
#include "server/api/colleagues.h"
#include "server/api/conversations.h"
#include "server/api/custom_emojis.h"
#include "server/api/discovery.h"
#include "server/api/emoji_reactions.h"
#include "server/api/experts.h"
#include "server/api/featured_tags.h"
#include "server/api/filter_parts.h"
#include "server/api/filters.h"
#include "server/api/filters_v1.h"
#include "server/api/follow_requests.h"
#include "server/api/grouped_notifications.h"
#include "server/api/instance.h"
#include "server/api/kept_posts.h"
#include "server/api/limits.h"
#include "server/api/lists.h"
#include "server/api/markers.h"
#include "server/api/media.h"
#include "server/api/network.h"
#include "server/api/notification_policy.h"
#include "server/api/notification_requests.h"
#include "server/api/notifications.h"
#include "server/api/people.h"
#include "server/api/polls.h"
#include "server/api/preferences.h"
#include "server/api/profile.h"
#include "server/api/push.h"
#include "server/api/questions.h"
#include "server/api/quotes.h"
#include "server/api/reactions.h"
#include "server/api/regards.h"
#include "server/api/registration.h"
#include "server/api/reports.h"
#include "server/api/scheduled_statuses.h"
#include "server/api/search.h"
#include "server/api/sessions.h"
#include "server/api/several.h"
#include "server/api/skills.h"
#include "server/api/statuses.h"
#include "server/api/streaming.h"
#include "server/api/tags.h"
#include "server/api/timelines.h"
#include "server/api/topics.h"
#include "server/api/work_profiles.h"
#include "server/embed.h"
#include "server/oauth/apps.h"

namespace hallway::api {
namespace {

constexpr Route kRoutes[] = {
    {"POST", "/api/v1/apps", Area::api, register_app},
    {"GET", "/api/v1/apps/verify_credentials", Area::api, verify_app},
    {"GET", "/api/v1/instance", Area::api, instance_v1},
    {"GET", "/api/v2/instance", Area::api, instance_v2},
    {"GET", "/api/v1/instance/peers", Area::api, list_peers},
    {"GET", "/api/v1/instance/activity", Area::api, show_activity},
    {"GET", "/api/v1/instance/domain_blocks", Area::api, list_blocked_peers},
    {"GET", "/api/v1/instance/rules", Area::api, list_rules},
    {"GET", "/api/v1/instance/extended_description", Area::api, show_extended_description},
    {"GET", "/api/v1/instance/privacy_policy", Area::api, show_privacy_policy},
    {"GET", "/api/v1/instance/terms_of_service", Area::api, show_terms},
    {"GET", "/api/v1/instance/terms_of_service/{date}", Area::api, show_terms},
    {"GET", "/api/v1/instance/translation_languages", Area::api, list_translation_languages},
    {"GET", "/api/oembed", Area::api, show_oembed},
    {"GET", "/api/v2/search", Area::api, search},
    {"GET", "/api/hallway/v1/experts", Area::api, find_experts_for},
    {"GET", "/api/hallway/v1/experts/stream", Area::api, follow_experts_for},
    {"GET", "/api/hallway/v1/questions", Area::api, list_questions},
    {"POST", "/api/hallway/v1/statuses/{id}/accept", Area::api, accept_status},
    {"POST", "/api/hallway/v1/statuses/{id}/unaccept", Area::api, unaccept_status},
    {"POST", "/api/hallway/v1/audience", Area::api, tell_audience},
    {"POST", "/api/v1/accounts", Area::api, sign_up},
    {"GET", "/api/v1/accounts/verify_credentials", Area::api, verify_credentials},
    {"PATCH", "/api/v1/accounts/update_credentials", Area::api, update_credentials},
    {"DELETE", "/api/v1/profile/avatar", Area::api, delete_avatar},
    {"DELETE", "/api/v1/profile/header", Area::api, delete_header},
    {"GET", "/api/v1/accounts/lookup", Area::api, lookup_account},
    {"GET", "/api/v1/accounts/relationships", Area::api, show_relationships},
    {"GET", "/api/v1/accounts/search", Area::api, search_accounts},
    {"GET", "/api/v1/accounts/familiar_followers", Area::api, list_familiar_followers},
    {"GET", "/api/v1/accounts", Area::api, show_accounts},
    {"GET", "/api/v1/accounts/{id}", Area::api, show_account},
    {"GET", "/api/v1/accounts/{id}/statuses", Area::api, list_account_statuses},
    {"GET", "/api/v1/accounts/{id}/featured_tags", Area::api, list_featured_tags_of},
    {"GET", "/api/v1/accounts/{id}/followers", Area::api, list_followers_of},
    {"GET", "/api/v1/accounts/{id}/following", Area::api, list_followed_by},
    {"GET", "/api/v1/accounts/{id}/lists", Area::api, show_lists_with},
    {"GET", "/api/v1/accounts/{id}/endorsements", Area::api, list_endorsed_by},
    {"POST", "/api/v1/accounts/{id}/endorse", Area::api, endorse},
    {"POST", "/api/v1/accounts/{id}/unendorse", Area::api, unendorse},
    {"POST", "/api/v1/accounts/{id}/pin", Area::api, endorse},
    {"POST", "/api/v1/accounts/{id}/unpin", Area::api, unendorse},
    {"POST", "/api/v1/accounts/{id}/note", Area::api, note_about},
    {"POST", "/api/v1/accounts/{id}/remove_from_followers", Area::api, remove_from_followers},
    {"GET", "/api/v1/endorsements", Area::api, list_endorsements},
    {"GET", "/api/v1/tags/{name}", Area::api, show_tag},
    {"POST", "/api/v1/tags/{name}/follow", Area::api, follow_tag},
    {"POST", "/api/v1/tags/{name}/unfollow", Area::api, unfollow_tag},
    {"POST", "/api/v1/tags/{name}/feature", Area::api, feature_one_tag},
    {"POST", "/api/v1/tags/{name}/unfeature", Area::api, unfeature_one_tag},
    {"GET", "/api/v1/followed_tags", Area::api, list_tags_followed},
    {"GET", "/api/v1/markers", Area::api, show_markers},
    {"POST", "/api/v1/markers", Area::api, set_markers},
    {"GET", "/api/v1/preferences", Area::api, show_preferences},
    {"GET", "/api/v1/custom_emojis", Area::api, list_custom_emojis},
    {"GET", "/api/v2/filters", Area::api, list_filters_v2},
    {"POST", "/api/v2/filters", Area::api, make_filter},
    {"GET", "/api/v2/filters/{id}", Area::api, show_filter},
    {"PUT", "/api/v2/filters/{id}", Area::api, change_filter},
    {"DELETE", "/api/v2/filters/{id}", Area::api, delete_filter},
    {"GET", "/api/v2/filters/keywords/{id}", Area::api, show_keyword},
    {"PUT", "/api/v2/filters/keywords/{id}", Area::api, change_keyword},
    {"DELETE", "/api/v2/filters/keywords/{id}", Area::api, delete_keyword},
    {"GET", "/api/v2/filters/statuses/{id}", Area::api, show_filter_post},
    {"DELETE", "/api/v2/filters/statuses/{id}", Area::api, delete_filter_post},
    {"GET", "/api/v2/filters/{id}/keywords", Area::api, list_keywords},
    {"POST", "/api/v2/filters/{id}/keywords", Area::api, add_keyword},
    {"GET", "/api/v2/filters/{id}/statuses", Area::api, list_filter_posts},
    {"POST", "/api/v2/filters/{id}/statuses", Area::api, add_filter_post},
    {"GET", "/api/v1/filters", Area::api, list_filters_v1},
    {"POST", "/api/v1/filters", Area::api, make_filter_v1},
    {"GET", "/api/v1/filters/{id}", Area::api, show_filter_v1},
    {"PUT", "/api/v1/filters/{id}", Area::api, change_filter_v1},
    {"DELETE", "/api/v1/filters/{id}", Area::api, delete_filter_v1},
    {"GET", "/api/v1/conversations", Area::api, show_conversations},
    {"DELETE", "/api/v1/conversations/{id}", Area::api, delete_conversation},
    {"POST", "/api/v1/conversations/{id}/read", Area::api, mark_conversation_read},
    {"GET", "/api/v1/scheduled_statuses", Area::api, list_scheduled_statuses},
    {"GET", "/api/v1/scheduled_statuses/{id}", Area::api, show_scheduled},
    {"PUT", "/api/v1/scheduled_statuses/{id}", Area::api, reschedule},
    {"DELETE", "/api/v1/scheduled_statuses/{id}", Area::api, cancel_scheduled},
    {"GET", "/api/v1/lists", Area::api, show_lists},
    {"POST", "/api/v1/lists", Area::api, make_list},
    {"GET", "/api/v1/lists/{id}", Area::api, show_list},
    {"PUT", "/api/v1/lists/{id}", Area::api, change_list},
    {"DELETE", "/api/v1/lists/{id}", Area::api, delete_list},
    {"GET", "/api/v1/lists/{id}/accounts", Area::api, show_list_members},
    {"POST", "/api/v1/lists/{id}/accounts", Area::api, add_to_list},
    {"DELETE", "/api/v1/lists/{id}/accounts", Area::api, remove_from_list},
    {"GET", "/api/v1/timelines/list/{id}", Area::api, list_timeline_page},
    {"GET", "/api/v1/featured_tags", Area::api, list_featured_tags},
    {"POST", "/api/v1/featured_tags", Area::api, add_featured_tag},
    {"GET", "/api/v1/featured_tags/suggestions", Area::api, suggest_featured_tags},
    {"DELETE", "/api/v1/featured_tags/{id}", Area::api, remove_featured_tag},
    {"POST", "/api/v1/accounts/{id}/follow", Area::api, follow_account},
    {"POST", "/api/v1/accounts/{id}/unfollow", Area::api, unfollow_account},
    {"POST", "/api/v1/accounts/{id}/block", Area::api, block_account},
    {"POST", "/api/v1/accounts/{id}/unblock", Area::api, unblock_account},
    {"POST", "/api/v1/accounts/{id}/mute", Area::api, mute_account},
    {"POST", "/api/v1/accounts/{id}/unmute", Area::api, unmute_account},
    {"GET", "/api/v1/blocks", Area::api, list_blocks},
    {"GET", "/api/v1/mutes", Area::api, list_mutes},
    {"GET", "/api/v1/domain_blocks", Area::api, list_domain_blocks},
    {"POST", "/api/v1/domain_blocks", Area::api, block_whole_domain},
    {"DELETE", "/api/v1/domain_blocks", Area::api, unblock_whole_domain},
    {"POST", "/api/v1/reports", Area::api, report_account},
    {"POST", "/api/v1/statuses", Area::api, post_status},
    {"GET", "/api/v1/statuses", Area::api, show_statuses},
    {"GET", "/api/v1/statuses/{id}", Area::api, show_status},
    {"PUT", "/api/v1/statuses/{id}", Area::api, edit_status},
    {"DELETE", "/api/v1/statuses/{id}", Area::api, delete_status},
    {"GET", "/api/v1/statuses/{id}/context", Area::api, show_context},
    {"GET", "/api/v1/statuses/{id}/history", Area::api, show_history},
    {"GET", "/api/v1/statuses/{id}/quotes", Area::api, list_quotes},
    {"PUT", "/api/v1/statuses/{id}/interaction_policy", Area::api, change_interaction_policy},
    {"POST", "/api/v1/statuses/{id}/quotes/{quoting}/revoke", Area::api, revoke_quote_of},
    {"GET", "/api/v1/statuses/{id}/source", Area::api, show_source},
    {"POST", "/api/v1/statuses/{id}/favourite", Area::api, favourite},
    {"POST", "/api/v1/statuses/{id}/unfavourite", Area::api, unfavourite},
    {"POST", "/api/v1/statuses/{id}/reblog", Area::api, reblog},
    {"POST", "/api/v1/statuses/{id}/unreblog", Area::api, unreblog},
    {"GET", "/api/v1/pleroma/statuses/{id}/reactions", Area::api, list_emoji_reactions_to},
    {"GET", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api, list_emoji_reactions_to},
    {"PUT", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api, react_with_emoji},
    {"DELETE", "/api/v1/pleroma/statuses/{id}/reactions/{emoji}", Area::api, unreact_with_emoji},
    {"POST", "/api/v1/statuses/{id}/bookmark", Area::api, bookmark_status},
    {"POST", "/api/v1/statuses/{id}/unbookmark", Area::api, unbookmark_status},
    {"POST", "/api/v1/statuses/{id}/mute", Area::api, mute_thread},
    {"POST", "/api/v1/statuses/{id}/unmute", Area::api, unmute_thread},
    {"POST", "/api/v1/statuses/{id}/pin", Area::api, pin_status},
    {"POST", "/api/v1/statuses/{id}/unpin", Area::api, unpin_status},
    {"GET", "/api/v1/polls/{id}", Area::api, show_poll},
    {"POST", "/api/v1/polls/{id}/votes", Area::api, vote_in_poll},
    {"GET", "/api/v1/statuses/{id}/favourited_by", Area::api, list_favouriting},
    {"GET", "/api/v1/statuses/{id}/reblogged_by", Area::api, list_reblogging},
    {"GET", "/api/v1/favourites", Area::api, list_favourites},
    {"GET", "/api/v1/bookmarks", Area::api, list_bookmarks},
    {"GET", "/api/v1/timelines/home", Area::api, home_timeline_page},
    {"GET", "/api/v1/timelines/link", Area::api, link_timeline_page},
    {"GET", "/api/v1/timelines/direct", Area::api, direct_timeline_page},
    {"GET", "/api/v1/timelines/public", Area::api, public_timeline_page},
    {"GET", "/api/v1/timelines/tag/{hashtag}", Area::api, tag_timeline_page},
    {"POST", "/api/v2/media", Area::api, upload_media},
    {"POST", "/api/v1/media", Area::api, upload_media_and_wait},
    {"GET", "/api/v1/media/{id}", Area::api, show_upload},
    {"PUT", "/api/v1/media/{id}", Area::api, change_upload},
    {"DELETE", "/api/v1/media/{id}", Area::api, delete_upload},
    {"GET", "/api/v1/notifications", Area::api, list_notifications},
    {"POST", "/api/v1/push/subscription", Area::api, subscribe_to_push},
    {"GET", "/api/v1/push/subscription", Area::api, show_push_subscription},
    {"PUT", "/api/v1/push/subscription", Area::api, change_push_subscription},
    {"DELETE", "/api/v1/push/subscription", Area::api, unsubscribe_from_push},
    {"GET", "/api/v1/streaming", Area::api, open_web_socket},
    {"GET", "/api/v1/streaming/health", Area::api, streaming_health},
    {"GET", "/api/v1/streaming/{stream}", Area::api, send_events},
    {"GET", "/api/v1/streaming/{stream}/{part}", Area::api, send_events},
    {"GET", "/api/v1/notifications/unread_count", Area::api, count_unread_notifications},
    {"POST", "/api/v1/notifications/clear", Area::api, clear_notifications},
    {"GET", "/api/v1/notifications/requests", Area::api, list_notification_requests},
    {"GET", "/api/v1/notifications/requests/merged", Area::api, show_requests_merged},
    {"POST", "/api/v1/notifications/requests/accept", Area::api, accept_notification_requests},
    {"POST", "/api/v1/notifications/requests/dismiss", Area::api, dismiss_notification_requests},
    {"GET", "/api/v1/notifications/requests/{id}", Area::api, show_notification_request},
    {"POST", "/api/v1/notifications/requests/{id}/accept", Area::api, accept_notification_requests},
    {"POST", "/api/v1/notifications/requests/{id}/dismiss", Area::api,
     dismiss_notification_requests},
    {"GET", "/api/v1/notifications/{id}", Area::api, show_notification},
    {"POST", "/api/v1/notifications/{id}/dismiss", Area::api, dismiss_notification},
    {"GET", "/api/v2/notifications", Area::api, list_notification_groups},
    {"GET", "/api/v2/notifications/unread_count", Area::api, count_unread_groups},
    {"GET", "/api/v2/notifications/policy", Area::api, show_notification_policy},
    {"PATCH", "/api/v2/notifications/policy", Area::api, change_notification_policy},
    {"GET", "/api/v2/notifications/{key}", Area::api, show_notification_group},
    {"GET", "/api/v2/notifications/{key}/accounts", Area::api, list_group_accounts},
    {"POST", "/api/v2/notifications/{key}/dismiss", Area::api, dismiss_notification_group},
    {"GET", "/api/v1/directory", Area::api, show_directory},
    {"GET", "/api/v1/suggestions", Area::api, list_suggestions_v1},
    {"DELETE", "/api/v1/suggestions/{id}", Area::api, decline_suggested},
    {"GET", "/api/v2/suggestions", Area::api, list_suggestions},
    {"GET", "/api/v1/trends", Area::api, list_trending_tags},
    {"GET", "/api/v1/trends/tags", Area::api, list_trending_tags},
    {"GET", "/api/v1/trends/statuses", Area::api, list_trending_statuses},
    {"GET", "/api/v1/trends/links", Area::api, list_trending_links},
    {"GET", "/api/v1/annual_reports", Area::api, list_annual_reports},
    {"GET", "/api/v1/annual_reports/{year}", Area::api, show_annual_report},
    {"POST", "/api/v1/annual_reports/{year}/read", Area::api, mark_annual_report_read},
    {"GET", "/api/v1/announcements", Area::api, list_announcements_for},
    {"POST", "/api/v1/announcements/{id}/dismiss", Area::api, dismiss_announcement},
    {"PUT", "/api/v1/announcements/{id}/reactions/{name}", Area::api, react_to_announcement},
    {"DELETE", "/api/v1/announcements/{id}/reactions/{name}", Area::api, unreact_to_announcement},
    {"GET", "/api/v1/follow_requests", Area::api, list_follow_requests},
    {"POST", "/api/v1/follow_requests/{id}/authorize", Area::api, authorize_follow_request},
    {"POST", "/api/v1/follow_requests/{id}/reject", Area::api, reject_follow_request},
    {"GET", "/api/v1/admin/accounts", Area::api, list_admin_accounts_v1},
    {"GET", "/api/v2/admin/accounts", Area::api, list_admin_accounts},
    {"GET", "/api/v1/admin/accounts/{id}", Area::api, show_admin_account},
    {"DELETE", "/api/v1/admin/accounts/{id}", Area::api, delete_admin_account},
    {"POST", "/api/v1/admin/accounts/{id}/approve", Area::api, approve_account},
    {"POST", "/api/v1/admin/accounts/{id}/reject", Area::api, reject_account},
    {"POST", "/api/v1/admin/accounts/{id}/action", Area::api, act_on_account},
    {"POST", "/api/v1/admin/accounts/{id}/enable", Area::api, enable_account},
    {"POST", "/api/v1/admin/accounts/{id}/unsilence", Area::api, unsilence_account},
    {"POST", "/api/v1/admin/accounts/{id}/unsensitive", Area::api, unsensitive_account},
    {"POST", "/api/v1/admin/accounts/{id}/unsuspend", Area::api, unsuspend_account},
    {"POST", "/api/v1/admin/measures", Area::api, show_measures},
    {"POST", "/api/v1/admin/dimensions", Area::api, show_dimensions},
    {"POST", "/api/v1/admin/retention", Area::api, show_retention},
    {"GET", "/api/hallway/v1/admin/partners", Area::api, list_partners},
    {"GET", "/api/hallway/v1/admin/partners/{domain}", Area::api, show_partner},
    {"PUT", "/api/hallway/v1/admin/partners/{domain}", Area::api, change_partner},
    {"DELETE", "/api/hallway/v1/admin/partners/{domain}", Area::api, remove_partner},
    {"GET", "/api/hallway/v1/admin/partners/{domain}/refused", Area::api, list_refused},
    {"GET", "/api/hallway/v1/admin/why", Area::api, explain_delivery},
    {"GET", "/api/hallway/v1/admin/announcements", Area::api, list_all_announcements},
    {"POST", "/api/hallway/v1/admin/announcements", Area::api, add_announcement},
    {"DELETE", "/api/hallway/v1/admin/announcements/{id}", Area::api, remove_announcement},
    {"GET", "/api/hallway/v1/admin/invitations", Area::api, list_open_invitations},
    {"POST", "/api/hallway/v1/admin/invitations", Area::api, add_invitation},
    {"DELETE", "/api/hallway/v1/admin/invitations/{id}", Area::api, remove_invitation},
    {"PUT", "/api/hallway/v1/admin/accounts/{id}/role", Area::api, change_account_role},
    {"POST", "/api/hallway/v1/admin/accounts/{id}/reset_link", Area::api, add_reset_link},
    {"GET", "/api/hallway/v1/admin/health", Area::api, show_health},
    {"GET", "/api/hallway/v1/admin/site", Area::api, show_site},
    {"PATCH", "/api/hallway/v1/admin/site", Area::api, change_site},
    {"GET", "/api/hallway/v1/admin/emoji", Area::api, list_node_emojis},
    {"POST", "/api/hallway/v1/admin/emoji", Area::api, add_node_emoji},
    {"PATCH", "/api/hallway/v1/admin/emoji/{name}", Area::api, change_node_emoji},
    {"DELETE", "/api/hallway/v1/admin/emoji/{name}", Area::api, remove_node_emoji},
    {"GET", "/api/hallway/v1/admin/deliveries", Area::api, show_deliveries},
    {"GET", "/api/v1/admin/reports", Area::api, list_admin_reports},
    {"GET", "/api/v1/admin/reports/{id}", Area::api, show_admin_report},
    {"PUT", "/api/v1/admin/reports/{id}", Area::api, change_admin_report},
    {"POST", "/api/v1/admin/reports/{id}/assign_to_self", Area::api, assign_report_to_self},
    {"POST", "/api/v1/admin/reports/{id}/unassign", Area::api, unassign_report},
    {"POST", "/api/v1/admin/reports/{id}/resolve", Area::api, resolve_admin_report},
    {"POST", "/api/v1/admin/reports/{id}/reopen", Area::api, reopen_report},
    {"GET", "/api/v1/admin/domain_allows", Area::api, list_domain_allows},
    {"POST", "/api/v1/admin/domain_allows", Area::api, allow_domain},
    {"GET", "/api/v1/admin/domain_allows/{id}", Area::api, show_domain_allow},
    {"DELETE", "/api/v1/admin/domain_allows/{id}", Area::api, disallow_domain},
    {"GET", "/api/v1/admin/domain_blocks", Area::api, list_admin_domain_blocks},
    {"POST", "/api/v1/admin/domain_blocks", Area::api, add_domain_block},
    {"GET", "/api/v1/admin/domain_blocks/{id}", Area::api, show_admin_domain_block},
    {"PUT", "/api/v1/admin/domain_blocks/{id}", Area::api, change_domain_block},
    {"DELETE", "/api/v1/admin/domain_blocks/{id}", Area::api, remove_domain_block},
    {"GET", "/api/hallway/v1/profile", Area::api, show_work_profile},
    {"PATCH", "/api/hallway/v1/profile", Area::api, change_work_profile},
    {"GET", "/api/hallway/v1/people", Area::api, find_colleagues},
    {"GET", "/api/hallway/v1/org_chart", Area::api, show_org_chart},
    {"POST", "/api/hallway/v1/accounts/{id}/skills/{name}/endorse", Area::api, endorse_skill_of},
    {"DELETE", "/api/hallway/v1/accounts/{id}/skills/{name}/endorse", Area::api,
     unendorse_skill_of},
    {"GET", "/api/hallway/v1/accounts/{id}/skills/{name}/endorsements", Area::api,
     list_endorsers_of},
    {"GET", "/api/hallway/v1/topics", Area::api, list_topics},
    {"GET", "/api/hallway/v1/topics/{name}", Area::api, show_topic},
    {"GET", "/api/hallway/v1/trends/people", Area::api, list_new_voices},
    {"GET", "/api/hallway/v1/conversations/{id}", Area::api, show_conversation},
    {"GET", "/api/hallway/v1/conversations/{id}/statuses", Area::api, list_conversation_statuses},
    {"GET", "/api/hallway/v1/sessions", Area::api, list_sessions},
    {"DELETE", "/api/hallway/v1/sessions/{id}", Area::api, end_session},
    {"POST", "/api/hallway/v1/media/{id}/captions", Area::api, put_captions},
    {"DELETE", "/api/hallway/v1/media/{id}/captions/{language}", Area::api, delete_captions},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace hallway::api
