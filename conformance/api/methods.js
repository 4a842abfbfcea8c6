// Every method of the Mastodon API up to 4.5, but the alpha ones and those that are gone.

import accounts from "./methods/accounts.js";
import admin from "./methods/admin.js";
import hallway from "./methods/hallway.js";
import { discovery, instance, others, profile, search, tags } from "./methods/instance.js";
import media from "./methods/media.js";
import { clearing, followRequests, grouped, notifications, push, reports } from "./methods/notifications.js";
import { apps, oauth } from "./methods/oauth.js";
import statuses, { polls, scheduledStatuses } from "./methods/statuses.js";
import streaming from "./methods/streaming.js";
import { conversations, filters, kept, lists, markers, timelines } from "./methods/timelines.js";

export const kRows = [
  ...apps, ...oauth, ...accounts, ...statuses, ...scheduledStatuses, ...polls, ...timelines, ...kept, ...lists, ...filters, ...conversations, ...markers,
  ...notifications, ...grouped, ...followRequests, ...push, ...reports, ...tags, ...search, ...discovery, ...profile, ...media,
  ...instance, ...others, ...streaming, ...admin, ...clearing,
];

// What a node of ours answers besides.
export const kOwnRows = hallway;
