// What the node answers to those who run it: Mastodon's admin entities, and those of our own
// methods under /api/hallway/v1/admin/, as far as the page reads them.

import type { Account, Status } from "../entities";

export interface AdminAccount {
  id: string;
  username: string;
  domain: string | null;
  created_at: string;
  email: string;
  invite_request: string | null;
  role: { name: "" | "Moderator" | "Admin" };
  confirmed: boolean;
  approved: boolean;
  disabled: boolean;
  silenced: boolean;
  suspended: boolean;
  sensitized: boolean;
  account: Account;
}

export interface AdminReport {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: "spam" | "legal" | "violation" | "other";
  comment: string;
  created_at: string;
  account: AdminAccount | null;
  target_account: AdminAccount | null;
  assigned_account: AdminAccount | null;
  statuses: Status[];
}

export type Relation = "sibling" | "partner" | "public" | "blocked" | "unknown";
export type Experts = "by-relation" | "both" | "ask" | "answer" | "none";

export interface Partner {
  domain: string;
  relation: Relation;
  limited: boolean;
  experts: Experts;
  why: string;
  note: string;
  permits: string[];
  software: string;
  first_seen: string;
  last_success: string;
  failures: number;
  down_since: string;
  next_try: string;
  queued: number;
  waiting?: { activity: string; inbox: string; since: string; attempts: number; next: string; why: string }[];
}

export interface Refused {
  refused: { at: string; code: string; why: string; from: string }[];
}

export interface Explanation {
  domain: string;
  allowed: boolean;
  why: string;
  recipients: { handle: string }[];
  deliveries: { activity: string; state: string; since: string; attempts: number; why: string }[];
}

export interface DiskUse {
  store: number;
  media: number;
  cache: number;
  search: number;
  free: number;
}

export interface Health {
  version: string;
  mode: "open" | "allowlist";
  last_backup: string | null;
  checks: { grade: "good" | "doubtful" | "bad"; subject: string; found: string; todo: string }[];
  disk: DiskUse & { days_until_full: number | null; days: (DiskUse & { date: string; queued: number })[] };
  status: { writer_ms: number; deliveries: number; posts: number; failing: { longest: { domain: string; since: string; owed: number }[] } };
}

export interface Invitation {
  id: string;
  by: string;
  note: string;
  expires: string;
  left: number;
}

export interface SecretLink {
  link: string;
  qr: string; // an SVG document
}

export interface Announcement {
  id: string;
  text: string;
  starts: string;
  ends: string;
}

export const altTexts = ["off", "ask", "require"] as const;
export type AltText = (typeof altTexts)[number];

export interface Site {
  name: string;
  description: string;
  accent: string;
  accents: string[];
  logo: string | null;
  alt_text: AltText;
  mode: "open" | "allowlist";
  fixed: { name: boolean; description: boolean };
}

// An emoji of this node.
export interface NodeEmoji {
  name: string;
  category: string;
  url: string;
  static_url: string;
  hidden: boolean;
  disabled: boolean;
}

// What became of deliveries in an hour or on a day.
export interface DeliveryCount {
  at: string;
  made: number;
  put_off: number;
  given_up: number;
}

export interface Measure {
  key: string;
  data: { date: string; value: string }[];
}
