// The page's worker: it stands between the page and the network. The page and its files are there
// without a connection; of what the API says to somebody, what they read last is kept for them
// (kept.ts); a push becomes a notification; what another app shares waits for the page.

import { readFacts } from "../device";
import { picturesName, readingName, sharedName } from "../kept";
import { noteOf, pathOf, type Push } from "./note";
import { isAway, keptAhead, kindOf, largestPicture, largestReading, mostPictures, mostReadings, type Asked, type PageFile } from "./rules";

// Written by the build: all files of the page, and a name for this state of them.
declare const __FILES__: PageFile[];
declare const __VERSION__: string;

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Window extends EventTarget {
  url: string;
  focus(): Promise<Window>;
  navigate(url: string): Promise<Window | null>;
}
interface Scope {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void>; matchAll(of: { type: "window" }): Promise<Window[]>; openWindow(url: string): Promise<Window | null> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, listener: (event: never) => void): void;
}
const scope = globalThis as unknown as Scope;

const shellPrefix = "hallway-shell-";
const shellName = shellPrefix + __VERSION__;
const patience = 6_000; // for a network that does not answer, where something is kept

scope.addEventListener("install", (event: Extendable) => {
  event.waitUntil(install());
});
scope.addEventListener("activate", (event: Extendable) => {
  event.waitUntil(activate());
});
scope.addEventListener("message", (event: MessageEvent) => {
  if (event.data === "take over") void scope.skipWaiting();
});
scope.addEventListener("fetch", (event: Fetching) => {
  const { request } = event;
  const asked: Asked = {
    method: request.method,
    url: new URL(request.url),
    navigates: request.mode === "navigate",
    signedIn: request.headers.has("Authorization"),
  };
  switch (kindOf(asked, scope.location.origin)) {
    case "index": return event.respondWith(index(event));
    case "file": return event.respondWith(file(event));
    case "picture": return event.respondWith(picture(event));
    case "reading": return event.respondWith(reading(event));
    case "share": return event.respondWith(share(request));
    case "other": return;
  }
});
scope.addEventListener("push", (event: Extendable & { data: { json(): unknown } | null }) => {
  event.waitUntil(tell(event.data));
});
scope.addEventListener("notificationclick", (event: Extendable & { notification: Notification }) => {
  event.notification.close();
  event.waitUntil(open(pathOf((event.notification.data as { path?: string } | null)?.path, scope.location.origin)));
});

async function install(): Promise<void> {
  const shell = await caches.open(shellName);
  await shell.addAll([new Request("/app", { cache: "reload" }), "/assets/icon.svg", ...keptAhead(__FILES__, savesData()).map((path) => `/app/${path}`)]);
}

const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

// Tabs that still show the page as it was before load their parts from its files: those stay until
// the next change.
async function activate(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(shellPrefix) && name !== shellName);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function index(event: Fetching): Promise<Response> {
  const shell = await caches.open(shellName);
  const kept = await shell.match("/app");
  if (!kept) return fetch(event.request);
  event.waitUntil(refresh(shell, kept.clone()));
  return kept;
}

// The same page may come with another policy after a change of the node's configuration.
async function refresh(shell: Cache, kept: Response): Promise<void> {
  const now = await fetch("/app", { cache: "no-store" }).catch(() => null);
  if (now?.ok && (await now.clone().text()) === (await kept.text())) await shell.put("/app", now);
}

async function file(event: Fetching): Promise<Response> {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  const own = __FILES__.some(({ path }) => event.request.url.endsWith(`/app/${path}`));
  if (own && answer.ok) {
    const copy = answer.clone();
    event.waitUntil(caches.open(shellName).then((shell) => shell.put(event.request, copy)));
  }
  return answer;
}

async function picture(event: Fetching): Promise<Response> {
  const cache = await caches.open(picturesName);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  const size = Number(answer.headers.get("Content-Length") ?? 0);
  const whole = answer.status === 200 && !event.request.headers.has("Range");
  if (whole && size <= largestPicture && answer.headers.get("Content-Type")?.startsWith("image/")) {
    event.waitUntil(keep(cache, event.request, answer.clone(), mostPictures));
  }
  return answer;
}

async function reading(event: Fetching): Promise<Response> {
  const { request } = event;
  const cache = await caches.open(await readingName(request.headers.get("Authorization")?.replace(/^Bearer /, "") ?? ""));
  const key = new Request(request.url);
  const kept = await cache.match(key);
  const asked = fetch(request);
  try {
    const answer = await (kept ? Promise.race([asked, impatience()]) : asked);
    if (kept && isAway(answer.status)) return asKept(kept);
    if (answer.ok) event.waitUntil(keepReading(cache, key, answer.clone()));
    return answer;
  } catch (failure) {
    if (request.signal.aborted || !kept) throw failure;
    asked.catch(() => {});
    return asKept(kept);
  }
}

const impatience = (): Promise<never> => new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), patience));

function asKept(kept: Response): Response {
  const headers = new Headers(kept.headers);
  headers.set("X-Hallway-Kept", "yes");
  return new Response(kept.body, { status: kept.status, headers });
}

async function keepReading(cache: Cache, key: Request, answer: Response): Promise<void> {
  const body = await answer.blob();
  if (body.size <= largestReading) await keep(cache, key, new Response(body, { headers: answer.headers }), mostReadings);
}

// The oldest goes first.
async function keep(cache: Cache, key: Request, answer: Response, most: number): Promise<void> {
  await cache.delete(key);
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((one) => cache.delete(one)));
}

async function share(request: Request): Promise<Response> {
  const form = await request.formData();
  const said = ["title", "text", "url"].map((name) => form.get(name)).filter((one) => typeof one === "string" && one.trim());
  const cache = await caches.open(sharedName);
  await cache.put("/app/share/text", new Response([...new Set(said)].join("\n")));
  const files = form.getAll("files").filter((one) => one instanceof File);
  await Promise.all(
    files.map((one, n) => cache.put(`/app/share/file/${n}`, new Response(one, { headers: { "X-Name": encodeURIComponent(one.name), "Content-Type": one.type } }))),
  );
  return Response.redirect("/app/share", 303);
}

async function tell(data: { json(): unknown } | null): Promise<void> {
  const facts = await readFacts();
  // Nobody is signed in here: the node is told so, and what it sends meanwhile is not for others.
  if (!facts) return void (await (await scope.registration.pushManager.getSubscription())?.unsubscribe());
  let push: Push = {};
  try {
    push = (data?.json() ?? {}) as Push;
  } catch {
    // a push that cannot be read says only that there is something
  }
  const note = noteOf(push, facts, new Date(), scope.location.origin);
  await scope.registration.showNotification(note.title, note.options);
}

async function open(path: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: "window" });
  const there = windows.find((one) => pathOf(one.url, scope.location.origin) === path) ?? windows[0];
  if (!there) return void (await scope.clients.openWindow(path));
  const focused = await there.focus();
  if (pathOf(focused.url, scope.location.origin) !== path) await focused.navigate(path);
}
