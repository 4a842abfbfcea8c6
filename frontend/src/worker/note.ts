// What is shown of a push.

import { clockOf, isQuiet, type DeviceFacts } from "../device";

export interface Push {
  notification_id?: string | number;
  notification_type?: string;
  title?: string;
  body?: string;
  icon?: string;
  hallway?: { name?: string; path?: string };
}

export interface Note {
  title: string;
  options: NotificationOptions & { data: { path: string } };
}

// Only within the page, whatever was sent.
export function pathOf(said: unknown, origin: string): string {
  try {
    const url = new URL(String(said ?? ""), origin);
    if (url.origin === origin && (url.pathname === "/app" || url.pathname.startsWith("/app/"))) return url.pathname + url.search;
  } catch {
    // as below
  }
  return "/app/notifications";
}

// In quiet hours without a sound, all in one.
export function noteOf(push: Push, facts: DeviceFacts, now: Date, origin: string): Note {
  const quiet = isQuiet(facts.quiet, clockOf(now));
  const name = push.hallway?.name ?? "";
  const words = facts.texts[`push.${push.notification_type ?? ""}`];
  const title = quiet ? (facts.texts["push.quiet"] ?? "") : words && name ? words.replace("{name}", () => name) : (push.title ?? "");
  return {
    title: title || "Hallway",
    options: {
      body: quiet ? "" : (push.body ?? ""),
      icon: push.icon ?? "/assets/icon.svg",
      badge: "/assets/icon.svg",
      tag: quiet ? "quiet" : String(push.notification_id ?? push.hallway?.path ?? "note"),
      silent: quiet,
      data: { path: quiet ? "/app/notifications" : pathOf(push.hallway?.path, origin) },
    },
  };
}
