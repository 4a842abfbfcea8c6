// What the node's HTTP API answers, as far as the page reads it (Mastodon's entities and, in
// `hallway`, what goes beyond them).

export interface Emoji {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker?: boolean;
}

export interface Account {
  id: string;
  acct: string;
  username: string;
  display_name: string;
  avatar_static: string;
  header_static: string;
  note: string;
  url: string;
  bot: boolean;
  locked: boolean;
  emojis: Emoji[];
  fields: { name: string; value: string; verified_at: string | null }[];
  followers_count: number;
  following_count: number;
  statuses_count: number;
  discoverable?: boolean | null;
  hallway?: Partial<Work>; // empty where it is not for the reader
}

export interface Skill {
  name: string;
  endorsements: number;
  endorsed: boolean; // by the reader
}

export interface Named {
  id: string;
  acct: string;
  display_name: string;
  avatar: string;
  url: string;
}

// What somebody does where they work.
export interface Work {
  title: string;
  team: string;
  place: string;
  hours: string;
  manager: Named | null;
  skills: Skill[];
  around: "today" | "this week" | null;
}

export type WorkReach = "department" | "organization" | "partners" | "public";

export interface OwnWork extends Work {
  reach: WorkReach;
}

// An entry of the organization chart.
export interface Colleague extends Named {
  title: string;
  team: string;
  place: string;
  manager: Named | null;
}

// Who may quote a post without asking.
export type Quotable = "public" | "followers" | "nobody";

export interface Me extends Account {
  source: {
    privacy: Visibility;
    quote_policy?: Quotable;
    sensitive: boolean;
    language: string | null;
    note: string;
    fields: { name: string; value: string }[];
    discoverable: boolean;
    indexable: boolean;
  };
  role: { name: string; permissions: string };
}

export type Visibility = "public" | "unlisted" | "private" | "direct" | "local";

// What is said in a film or a recording.
export interface Captions {
  language: string;
  label: string;
  url: string;
}

export interface Attachment {
  id: string;
  type: "image" | "gifv" | "video" | "audio" | "unknown";
  url: string | null;
  preview_url: string | null;
  remote_url: string | null;
  description: string | null;
  meta: { original?: { width?: number; height?: number; aspect?: number }; focus?: { x: number; y: number } } | null;
  captions?: Captions[];
}

export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  voted: boolean;
  own_votes: number[];
  options: { title: string; votes_count: number | null }[];
}

export interface Mention {
  id: string;
  acct: string;
  username: string;
  url: string;
}

export interface Card {
  url: string;
  title: string;
  description: string;
  image: string | null;
  provider_name: string;
}

export interface Status {
  id: string;
  uri: string;
  url: string | null;
  created_at: string;
  edited_at: string | null;
  account: Account;
  content: string;
  visibility: Visibility;
  local_only: boolean;
  sensitive: boolean;
  spoiler_text: string;
  language: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  media_attachments: Attachment[];
  mentions: Mention[];
  tags: { name: string; url: string }[];
  emojis: Emoji[];
  card: Card | null;
  poll: Poll | null;
  reblog: Status | null;
  quote: { state: string; quoted_status?: Status | null } | null;
  quote_approval?: { current_user: string };
  favourited: boolean;
  reblogged: boolean;
  bookmarked: boolean;
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  quotes_count?: number;
  reactions?: Reaction[]; // with emojis, the most frequent first
  filtered?: FilterResult[]; // by which filters of the reader it is met
  hallway?: { question: boolean; accepted_answer_id: string | null; answers_question: boolean };
}

export interface Reaction {
  name: string; // an emoji of Unicode, or what one of a node is called
  count: number;
  me: boolean; // the reader is one of them
  url?: string | null; // the picture of one of a node
  static_url?: string | null; // one that does not move
}

export interface FilterResult {
  filter: { id: string; title: string; context: string[]; expires_at: string | null; filter_action: "warn" | "hide" | "blur" };
}

export interface ThreadFacts {
  replies_known: number;
  more: { domain: string; url: string; replies: number }[];
  missing: string[];
}

export interface Context {
  ancestors: Status[];
  descendants: Status[];
  hallway?: ThreadFacts;
}

export interface Instance {
  domain: string;
  title: string;
  description: string;
  hallway?: { accent: string; logo?: string | null; alt_text?: "off" | "ask" | "require" };
  configuration: {
    statuses: { max_characters: number; max_media_attachments: number; characters_reserved_per_url: number };
    media_attachments: { supported_mime_types: string[]; description_limit: number };
    vapid?: { public_key: string };
    accounts?: { max_profile_fields?: number };
    polls?: { max_options: number; max_characters_per_option: number };
  };
}

export interface Expert {
  acct: string;
  name: string;
  node: string;
  actor: string;
  account: Account | null;
  ask: string;
  confidence: number;
  title: string;
  team: string;
  matching_skills: { name: string; endorsements: number }[];
  around: "today" | "this week" | null;
  evidence: { url: string; status: Status | null; snippet: string | null }[];
}

export interface Experts {
  people: Expert[];
  nodes: { domain: string; state: string; people?: number }[];
  indexing: { done: number; all: number } | null;
}

export interface NotificationGroup {
  group_key: string;
  type: string;
  notifications_count: number;
  most_recent_notification_id: string | number;
  latest_page_notification_at?: string;
  sample_account_ids: string[];
  status_id?: string | null;
}

export interface GroupedNotifications {
  accounts: Account[];
  statuses: Status[];
  notification_groups: NotificationGroup[];
}

// Somebody whose mentions the recipient's policy holds back.
export interface NotificationRequest {
  id: string;
  notifications_count: string;
  account: Account;
  last_status: Status | null;
}

export interface Found {
  accounts: Account[];
  statuses: Status[];
  hashtags: { name: string; url: string }[];
}

export interface Relationship {
  id: string;
  following: boolean;
  requested: boolean;
  followed_by: boolean;
  blocking: boolean;
  muting: boolean;
}

export interface Scheduled {
  id: string;
  scheduled_at: string;
  params: {
    text: string;
    spoiler_text: string | null;
    visibility: Visibility | null;
    language: string | null;
    in_reply_to_id: string | null;
    quoted_status_id: string | null;
    quote_approval_policy?: Quotable | null;
    label?: string | null; // how far it may travel; null: as the node has it
    hallway?: { question: boolean };
    poll: { options: string[]; expires_in: string; multiple: boolean } | null;
  };
  media_attachments: Attachment[];
}

// Direct posts between the same people, as one thread.
export interface Conversation {
  id: string;
  unread: boolean;
  accounts: Account[];
  last_status: Status | null;
}

export interface Markers {
  home?: { last_read_id: string };
  notifications?: { last_read_id: string };
}

export interface TopicBrief {
  name: string;
  recurring: boolean; // words that come up though nobody tagged them
  following: boolean;
  posts_last_week: number;
  people_last_week: number;
  posts: string; // the address of a method that gives them
}

export interface Topics {
  followed: TopicBrief[];
  trending: TopicBrief[];
  recurring: TopicBrief[];
}

export interface Topic extends TopicBrief {
  followers_count: number;
  related: { name: string; weight: number }[];
  people: Expert[];
  open_questions: Status[];
}

// Somebody one did not know, and what shows why they are named.
export interface Voice {
  account: Account;
  topic: { name: string };
  statuses: Status[];
}

// People whom one reads apart.
export interface List {
  id: string;
  title: string;
  replies_policy: "followed" | "list" | "none";
  exclusive: boolean; // whether they are on the list only, and not at home
}

export interface Filter {
  id: string;
  title: string;
  context: string[];
  expires_at: string | null;
  filter_action: "warn" | "hide" | "blur";
  keywords: { id: string; keyword: string; whole_word: boolean }[];
  statuses: { id: string; status_id: string }[];
}

// Where one is signed in.
export interface SignedIn {
  id: string;
  kind: "browser" | "program";
  name: string;
  scopes: string[];
  created_at: string;
  last_used_at: string | null; // about
  current: boolean;
}
