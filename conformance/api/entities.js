// The entities of the Mastodon API, version 4.5, member by member: shapes as shape.js reads them.
// Where an older server would be right without a member, the member came before 4.5.

import { kAdminEntities } from "./entities_admin.js";
import { kHallwayEntities } from "./entities_hallway.js";

const kVisibility = "'public' | 'unlisted' | 'private' | 'direct'";
const kCategory = "'spam' | 'legal' | 'violation' | 'other'";
const kPolicy = "'accept' | 'filter' | 'drop'";
const kContext = "['home' | 'notifications' | 'public' | 'thread' | 'account']";
const kQuoters = "['public' | 'followers' | 'following' | 'unsupported_policy']";
const kQuoteState = "'pending' | 'accepted' | 'rejected' | 'revoked' | 'deleted' | 'unauthorized' | 'blocked_account' | 'blocked_domain' | 'muted_account'";
const kNotificationType = "'mention' | 'status' | 'reblog' | 'follow' | 'follow_request' | 'favourite' | 'poll' | 'update'"
  + " | 'admin.sign_up' | 'admin.report' | 'severed_relationships' | 'moderation_warning' | 'quote' | 'quoted_update'";

const Account = {
  id: "id", username: "text", acct: "text", url: "url", uri: "uri", display_name: "text", note: "html",
  avatar: "url", avatar_static: "url", header: "url", header_static: "url",
  locked: "bool", bot: "bool", group: "bool", discoverable: "bool | null", indexable: "bool?", noindex: "bool | null?",
  fields: "[Field]", emojis: "[CustomEmoji]", roles: "[RoleBadge]?",
  moved: "Account | null?", suspended: "bool?", limited: "bool?", memorial: "bool?", hide_collections: "bool | null?",
  created_at: "time", last_status_at: "date | null",
  statuses_count: "int", followers_count: "int", following_count: "int",
};

const Status = {
  id: "id", uri: "uri", url: "url | null", created_at: "time", edited_at: "time | null", account: "Account", content: "html",
  visibility: kVisibility, sensitive: "bool", spoiler_text: "text", language: "text | null",
  media_attachments: "[MediaAttachment]", mentions: "[Mention]", tags: "[ShallowTag]", emojis: "[CustomEmoji]",
  reblogs_count: "int", favourites_count: "int", replies_count: "int", quotes_count: "int",
  in_reply_to_id: "id | null", in_reply_to_account_id: "id | null", reblog: "Status | null",
  poll: "Poll | null", card: "PreviewCard | null", quote: "Quote | ShallowQuote | null", quote_approval: "QuoteApproval",
  application: "StatusApplication?", text: "text | null?",
  favourited: "bool?", reblogged: "bool?", muted: "bool?", bookmarked: "bool?", pinned: "bool?", filtered: "[FilterResult]?",
};

const Tag = { id: "id?", name: "text", url: "url", history: "[Usage]", following: "bool?", featuring: "bool?" };

const PreviewCard = {
  url: "url", title: "text", description: "text", type: "'link' | 'photo' | 'video' | 'rich'", authors: "[PreviewCardAuthor]",
  author_name: "text", author_url: "text", provider_name: "text", provider_url: "text", html: "html", width: "int", height: "int",
  image: "url | null", image_description: "text?", embed_url: "text", blurhash: "text | null", language: "text | null?", published_at: "time | null?",
};

const Application = { id: "id?", name: "text", website: "text | null", scopes: "[text]", redirect_uris: "[text]", redirect_uri: "text?", vapid_key: "text?" };

const Poll = {
  id: "id", expires_at: "time | null", expired: "bool", multiple: "bool", votes_count: "int", voters_count: "int | null",
  options: "[PollOption]", emojis: "[CustomEmoji]", voted: "bool?", own_votes: "[int]?",
};

const kLimits = {
  statuses: { max_characters: "int", max_media_attachments: "int", characters_reserved_per_url: "int" },
  media_attachments: {
    supported_mime_types: "[text]", description_limit: "int", image_size_limit: "int", image_matrix_limit: "int",
    video_size_limit: "int", video_frame_rate_limit: "int", video_matrix_limit: "int",
  },
  polls: { max_options: "int", max_characters_per_option: "int", min_expiration: "int", max_expiration: "int" },
};

const FilterBase = { id: "id", title: "text", context: kContext, expires_at: "time | null", filter_action: "'warn' | 'hide' | 'blur'" };
const NotificationGroup = {
  group_key: "id", notifications_count: "int", type: kNotificationType, most_recent_notification_id: "id | int",
  page_min_id: "id?", page_max_id: "id?", latest_page_notification_at: "time?", sample_account_ids: "[id]", status_id: "id | null?",
};

export const kEntities = {
  ...kAdminEntities, ...kHallwayEntities,
  Error: { error: "text" },
  OAuthError: { error: "text", error_description: "text" },

  Account,
  CredentialAccount: {
    ...Account,
    source: {
      note: "text", fields: "[Field]", privacy: kVisibility, sensitive: "bool", language: "text | null", follow_requests_count: "int",
      hide_collections: "bool | null?", discoverable: "bool | null?", indexable: "bool?", attribution_domains: "[text]?",
    },
    role: "Role",
  },
  MutedAccount: { ...Account, mute_expires_at: "time | null" },
  Field: { name: "text", value: "html", verified_at: "time | null" },
  Role: { id: "id", name: "text", color: "text", permissions: "digits", highlighted: "bool" },
  RoleBadge: { id: "id", name: "text", color: "text" },
  Relationship: {
    id: "id", following: "bool", showing_reblogs: "bool", notifying: "bool", languages: "[text] | null", followed_by: "bool",
    blocking: "bool", blocked_by: "bool", muting: "bool", muting_notifications: "bool", requested: "bool", requested_by: "bool",
    domain_blocking: "bool", endorsed: "bool", note: "text",
  },
  FamiliarFollowers: { id: "id", accounts: "[Account]" },
  FeaturedTag: { id: "id", name: "text", url: "url", statuses_count: "digits | int", last_status_at: "date | null" },
  IdentityProof: { provider: "text", provider_username: "text", updated_at: "time", proof_url: "url", profile_url: "url" },
  Suggestion: { source: "'staff' | 'past_interactions' | 'global'", sources: "['featured' | 'most_followed' | 'most_interactions' | 'similar_to_recently_followed' | 'friends_of_friends']", account: "Account" },

  Status,
  SeenStatus: { ...Status, favourited: "bool", reblogged: "bool", muted: "bool", bookmarked: "bool", filtered: "[FilterResult]" },
  DeletedStatus: { ...Status, content: "html?", text: "text | null" },
  StatusApplication: { name: "text", website: "text | null" },
  Mention: { id: "id", username: "text", url: "url", acct: "text" },
  ShallowTag: { name: "text", url: "url" },
  Context: { ancestors: "[Status]", descendants: "[Status]" },
  StatusEdit: { content: "html", spoiler_text: "text", sensitive: "bool", created_at: "time", account: "Account", poll: "EditedPoll?", media_attachments: "[MediaAttachment]", emojis: "[CustomEmoji]" },
  EditedPoll: { options: "[EditedPollOption]" },
  EditedPollOption: { title: "text" },
  StatusSource: { id: "id", text: "text", spoiler_text: "text" },
  Translation: { content: "html", spoiler_text: "text", language: "text?", detected_source_language: "text", provider: "text" },
  Quote: { state: kQuoteState, quoted_status: "Status | null" },
  ShallowQuote: { state: kQuoteState, quoted_status_id: "id | null" },
  QuoteApproval: { automatic: kQuoters, manual: kQuoters, current_user: "'automatic' | 'manual' | 'denied' | 'unknown'" },
  MediaAttachment: {
    id: "id", type: "'unknown' | 'image' | 'gifv' | 'video' | 'audio'", url: "url", preview_url: "url | null", remote_url: "url | null",
    meta: "object", description: "text | null", blurhash: "text | null",
  },
  PendingMedia: { id: "id", type: "'unknown' | 'image' | 'gifv' | 'video' | 'audio'", url: "url | null", preview_url: "url | null", description: "text | null" },
  CustomEmoji: { shortcode: "text", url: "url", static_url: "url", visible_in_picker: "bool", category: "text | null?" },
  Poll,
  SeenPoll: { ...Poll, voted: "bool", own_votes: "[int]" },
  PollOption: { title: "text", votes_count: "int | null" },
  PreviewCard,
  TrendingLink: { ...PreviewCard, history: "[Usage]" },
  PreviewCardAuthor: { name: "text", url: "text", account: "Account | null" },
  Usage: { day: "digits", uses: "digits", accounts: "digits" },
  Tag,
  SeenTag: { ...Tag, following: "bool" },
  Search: { accounts: "[Account]", statuses: "[Status]", hashtags: "[Tag]" },
  ScheduledStatus: {
    id: "id", scheduled_at: "time", media_attachments: "[MediaAttachment]",
    params: {
      text: "text", poll: "ScheduledPoll | null", media_ids: "[id] | null", sensitive: "bool | null", spoiler_text: "text | null", visibility: `${kVisibility} | null`,
      in_reply_to_id: "id | int | null", language: "text | null", application_id: "id | int", scheduled_at: "null", idempotency: "text | null", with_rate_limit: "bool",
      quoted_status_id: "id | null", quote_approval_policy: "'public' | 'followers' | 'nobody' | null",
    },
  },
  ScheduledPoll: { options: "[text]", expires_in: "int | digits", multiple: "any?", hide_totals: "any?" },

  Filter: { ...FilterBase, keywords: "[FilterKeyword]", statuses: "[FilterStatus]" },
  FilterKeyword: { id: "id", keyword: "text", whole_word: "bool" },
  FilterStatus: { id: "id", status_id: "id" },
  FilterResult: { filter: FilterBase, keyword_matches: "[text] | null", status_matches: "[id] | null" },
  V1Filter: { id: "id", phrase: "text", context: kContext, expires_at: "time | null", irreversible: "bool", whole_word: "bool" },
  List: { id: "id", title: "text", replies_policy: "'followed' | 'list' | 'none'", exclusive: "bool" },
  Conversation: { id: "id", unread: "bool", accounts: "[Account]", last_status: "Status | null" },
  Marker: { last_read_id: "id", version: "int", updated_at: "time" },
  Preferences: {
    "posting:default:visibility": kVisibility, "posting:default:sensitive": "bool", "posting:default:language": "text | null",
    "reading:expand:media": "'default' | 'show_all' | 'hide_all'", "reading:expand:spoilers": "bool",
  },

  Notification: { id: "id", type: kNotificationType, group_key: "id", created_at: "time", account: "Account", status: "Status?", report: "Report?", event: "object?", moderation_warning: "object?" },
  NotificationPolicy: {
    for_not_following: kPolicy, for_not_followers: kPolicy, for_new_accounts: kPolicy, for_private_mentions: kPolicy, for_limited_accounts: kPolicy,
    summary: { pending_requests_count: "int", pending_notifications_count: "int" },
  },
  NotificationRequest: { id: "id", created_at: "time", updated_at: "time", account: "Account", notifications_count: "digits | int", last_status: "Status | null?" },
  NotificationGroup,
  GroupedNotifications: { accounts: "[Account]", partial_accounts: "[PartialAccount]?", statuses: "[Status]", notification_groups: "[NotificationGroup]" },
  PartialAccount: { id: "id", acct: "text", url: "url", avatar: "url", avatar_static: "url", locked: "bool", bot: "bool" },
  Count: { count: "int" },
  PushSubscription: { id: "id | int", endpoint: "url", server_key: "text", alerts: "{bool}", policy: "text?" },
  Report: {
    id: "id", action_taken: "bool", action_taken_at: "time | null", category: kCategory, comment: "text", forwarded: "bool", created_at: "time",
    status_ids: "[id] | null", rule_ids: "[id] | null", target_account: "Account",
  },
  Announcement: {
    id: "id", content: "html", starts_at: "time | null", ends_at: "time | null", all_day: "bool", published_at: "time", updated_at: "time", read: "bool",
    mentions: "[Mention]", statuses: "[any]", tags: "[ShallowTag]", emojis: "[CustomEmoji]", reactions: "[Reaction]",
  },
  Reaction: { name: "text", count: "int", me: "bool?", url: "url?", static_url: "url?" },
  AnnualReports: { annual_reports: "[AnnualReport]", accounts: "[Account]", statuses: "[Status]" },
  AnnualReport: { year: "int", data: "object", schema_version: "int" },

  Application,
  CredentialApplication: { ...Application, client_id: "id", client_secret: "id", client_secret_expires_at: "int" },
  Token: { access_token: "id", token_type: "'Bearer'", scope: "text", created_at: "int" },
  UserInfo: { iss: "url", sub: "url", name: "text", preferred_username: "text", profile: "url", picture: "url" },
  AuthorizationServer: {
    issuer: "url", authorization_endpoint: "url", token_endpoint: "url", revocation_endpoint: "url", userinfo_endpoint: "url", app_registration_endpoint: "url",
    scopes_supported: "[text]", response_types_supported: "[text]", response_modes_supported: "[text]", grant_types_supported: "[text]",
    token_endpoint_auth_methods_supported: "[text]", code_challenge_methods_supported: "[text]",
  },
  OEmbed: {
    type: "'rich'", version: "'1.0'", title: "text", author_name: "text", author_url: "url", provider_name: "text", provider_url: "url",
    cache_age: "int", html: "html", width: "int | null", height: "int | null",
  },

  Instance: {
    domain: "text", title: "text", version: "text", source_url: "url", description: "text", usage: { users: { active_month: "int" } },
    thumbnail: "Thumbnail", icon: "[Icon]?", languages: "[text]",
    configuration: {
      ...kLimits,
      urls: { streaming: "url" }, vapid: { public_key: "id" }, accounts: { max_featured_tags: "int", max_pinned_statuses: "int" }, translation: { enabled: "bool" },
    },
    registrations: { enabled: "bool", approval_required: "bool", reason_required: "bool | null?", message: "html | null", min_age: "int | null?", url: "url | null?" },
    api_versions: "{int}", contact: { email: "text", account: "Account | null" }, rules: "[Rule]",
  },
  Thumbnail: { url: "url", blurhash: "text | null?", versions: "{url} | null?" },
  Icon: { src: "url", size: "text" },
  V1Instance: {
    uri: "text", title: "text", short_description: "text", description: "html", email: "text", version: "text", urls: { streaming_api: "url" },
    stats: { user_count: "int", status_count: "int", domain_count: "int" }, thumbnail: "url | null", languages: "[text]",
    registrations: "bool", approval_required: "bool", invites_enabled: "bool",
    configuration: { ...kLimits, accounts: { max_featured_tags: "int" } }, contact_account: "Account | null", rules: "[Rule]",
  },
  Rule: { id: "id", text: "text", hint: "text", translations: "{RuleTranslation}?" },
  RuleTranslation: { text: "text", hint: "text" },
  Activity: { week: "digits", statuses: "digits", logins: "digits", registrations: "digits" },
  DomainBlock: { domain: "text", digest: "text", severity: "'silence' | 'suspend'", comment: "text | null?" },
  ExtendedDescription: { updated_at: "moment", content: "html" },
  PrivacyPolicy: { updated_at: "moment", content: "html" },
  TermsOfService: { effective_date: "date", effective: "bool", content: "html", succeeded_by: "date | null" },
};
