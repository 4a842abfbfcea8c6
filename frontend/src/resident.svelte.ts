// What the page has on this device besides itself, for as long as somebody is signed in: its worker,
// what was read, what is not sent yet. Loaded once the first screen stands.

import { forgetFacts, keepFacts, readFacts } from "./device";
import { countDrafts, forgetDrafts, listDrafts } from "./drafts";
import { forgetRecent } from "./emotions";
import { bringingKey, forgetKept, forgetOthers } from "./kept";
import { forgetStray, letGo } from "./held";
import { allWaiting, forgetOutbox, outbox } from "./outbox.svelte";
import { pending } from "./pending.svelte";
import { session } from "./session.svelte";
import { unread } from "./unread.svelte";
import { say, words, type Word } from "./words/words.svelte";

const kinds = ["mention", "favourite", "reaction", "reblog", "follow", "follow_request", "poll", "status", "update", "quiet"] as const;

let settled = "";

export async function settleIn(person: string): Promise<void> {
  if (settled === person) return;
  settled = person;
  if (session.token) await forgetOthers(session.token).catch(() => {});
  outbox.start(person);
  if (localStorage.getItem(bringingKey) === person) void import("./bringing.svelte").then((part) => part.bringing.goOn(person)).catch(() => {});
  void allWaiting().then((waiting) => forgetStray(JSON.stringify([waiting, { ...localStorage }]))).catch(() => {});
  $effect.root(() => {
    $effect(() => showBadge(unread.count + unread.messages));
    $effect(() => {
      words.language;
      void tellWorker(person).catch(() => {});
    });
  });
  await startWorker();
}

async function tellWorker(person: string): Promise<void> {
  const before = await readFacts();
  const texts = Object.fromEntries(kinds.map((kind) => [`push.${kind}`, say(`push.${kind}` satisfies Word)]));
  await keepFacts({ person, quiet: before?.person === person ? before.quiet : null, texts });
}

function showBadge(count: number): void {
  if ("setAppBadge" in navigator) void navigator.setAppBadge(count).catch(() => {});
}

// The page's policy lets scripts come from addresses that it knows only.
interface Addresses {
  createScriptURL(address: string): string;
}
const known: Addresses = { createScriptURL: (address) => (address === "/app/sw.js" ? address : "") };
const browser = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Addresses): Addresses } };

async function startWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const policy = browser.trustedTypes?.createPolicy("hallway-worker", known) ?? known;
  const registration = await navigator.serviceWorker.register(policy.createScriptURL("/app/sw.js"), { scope: "/app" }).catch(() => null);
  if (!registration) return;
  const look = (): void => {
    // Without one that serves the page now, the new one is the first.
    if (registration.waiting && navigator.serviceWorker.controller) pending.newPage = true;
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  setInterval(() => void registration.update().catch(() => {}), 3_600_000);
}

// The new page takes the place of this one, here: other tabs are asked as well.
export async function loadNewPage(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/app");
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration?.waiting?.postMessage("take over");
}

export function mayLeave(): boolean {
  const lost = outbox.all.length + countDrafts(localStorage, session.me?.acct ?? "");
  return lost === 0 || confirm(say("outbox.leave-sure", { n: lost }));
}

// `forGood`: what was typed goes, too; without it, who comes back finds that again.
export async function moveOut({ forGood = false } = {}): Promise<void> {
  if ("clearAppBadge" in navigator) void navigator.clearAppBadge().catch(() => {});
  const registration = await navigator.serviceWorker?.getRegistration("/app").catch(() => undefined);
  const shown = (await registration?.getNotifications().catch(() => [])) ?? [];
  for (const one of shown) one.close();
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
  await Promise.all([forgetKept(), forgetFacts(), subscription?.unsubscribe().catch(() => false)]);
  if (!forGood) return;
  forgetRecent(localStorage);
  if (localStorage.getItem(bringingKey)) await (await import("./bringing.svelte")).forgetBringing().catch(() => {});
  await forgetOutbox();
  if (session.me) await letGo(listDrafts(localStorage, session.me.acct).flatMap(({ draft }) => draft.files.map((file) => file.id)));
  if (session.me) forgetDrafts(localStorage, session.me.acct);
}
