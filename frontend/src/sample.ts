// People and posts for tests.

import type { Account, Status } from "./entities";

export function person(name: string, change: Partial<Account> = {}): Account {
  return {
    id: `id-${name}`, acct: name, username: name, display_name: name, avatar_static: "", header_static: "", note: "", url: `http://x/@${name}`,
    bot: false, locked: false, emojis: [], fields: [], followers_count: 0, following_count: 0, statuses_count: 0, ...change,
  };
}

export function status(id: string, change: Partial<Status> = {}): Status {
  return {
    id, uri: `http://x/${id}`, url: `http://x/${id}`, created_at: "2026-11-30T08:00:00Z", edited_at: null, account: person("ada"), content: `<p>${id}</p>`,
    visibility: "public", local_only: false, sensitive: false, spoiler_text: "", language: "en", in_reply_to_id: null, in_reply_to_account_id: null,
    media_attachments: [], mentions: [], tags: [], emojis: [], card: null, poll: null, reblog: null, quote: null, favourited: false, reblogged: false,
    bookmarked: false, replies_count: 0, reblogs_count: 0, favourites_count: 0, ...change,
  };
}
