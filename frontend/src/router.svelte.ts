// Where one is: addresses under /app, moved through by the browser's history.

export type Place =
  | { name: "home" }
  | { name: "who-knows"; question: string }
  | { name: "search"; query: string }
  | { name: "notifications" }
  | { name: "bookmarks" }
  | { name: "settings" }
  | { name: "messages" }
  | { name: "chat"; id: string | null; to: string[] } // null: one that is to begin, with those
  | { name: "catch-up" }
  | { name: "device" }
  | { name: "requests" }
  | { name: "share" }
  | { name: "signed-in"; query: URLSearchParams }
  | { name: "tag"; tag: string }
  | { name: "profile"; acct: string }
  | { name: "thread"; acct: string; id: string }
  | { name: "admin"; room: string; thing: string }
  | { name: "welcome" }
  | { name: "own-profile" }
  | { name: "scheduled" }
  | { name: "people"; query: string; skill: string; team: string; place: string }
  | { name: "chart" }
  | { name: "topics" }
  | { name: "topic"; topic: string }
  | { name: "lists" }
  | { name: "list"; id: string; edit: boolean }
  | { name: "filters" }
  | { name: "sessions" }
  | { name: "own-data" }
  | { name: "bring" }
  | { name: "nowhere" };

const plain = new Set(["notifications", "bookmarks", "settings", "messages", "catch-up", "device", "requests", "share", "scheduled", "topics", "welcome", "lists"]);
const inSettings: Record<string, Place> = { profile: { name: "own-profile" }, filters: { name: "filters" }, sessions: { name: "sessions" }, data: { name: "own-data" }, bring: { name: "bring" } };

export function placeAt(url: URL): Place {
  const [root, room = "", thing = "", ...rest] = url.pathname.split("/").filter(Boolean).map(decoded);
  if (root === "app" && room === "admin" && rest.length <= 1) return { name: "admin", room: thing, thing: rest[0] ?? "" };
  if (root === "app" && room === "lists" && thing && rest.join("/") === "edit") return { name: "list", id: thing, edit: true };
  if (root !== "app" || rest.length > 0) return { name: "nowhere" };
  const query = url.searchParams.get("q") ?? "";
  if (!room) return { name: "home" };
  if (room.startsWith("@") && room.length > 1) {
    return thing ? { name: "thread", acct: room.slice(1), id: thing } : { name: "profile", acct: room.slice(1) };
  }
  if (room === "tags" && thing) return { name: "tag", tag: thing };
  if (room === "messages" && thing) return { name: "chat", id: thing === "new" ? null : thing, to: url.searchParams.getAll("to") };
  if (room === "topics" && thing) return { name: "topic", topic: thing };
  if (room === "lists" && thing) return { name: "list", id: thing, edit: false };
  if (room === "settings" && Object.hasOwn(inSettings, thing)) return inSettings[thing]!;
  if (room === "people" && thing === "chart") return { name: "chart" };
  if (thing) return { name: "nowhere" };
  if (room === "people") return { name: "people", query, skill: url.searchParams.get("skill") ?? "", team: url.searchParams.get("team") ?? "", place: url.searchParams.get("place") ?? "" };
  if (room === "who-knows") return { name: "who-knows", question: query };
  if (room === "search") return { name: "search", query };
  if (room === "signed-in") return { name: "signed-in", query: url.searchParams };
  return plain.has(room) ? ({ name: room } as Place) : { name: "nowhere" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const segment = (text: string): string => encodeURIComponent(text).replaceAll("%40", "@").replaceAll("%3A", ":");
export const profilePath = (acct: string): string => `/app/@${segment(acct)}`;
export const threadPath = (acct: string, id: string): string => `${profilePath(acct)}/${segment(id)}`;
export const tagPath = (tag: string): string => `/app/tags/${segment(tag)}`;
export const chatPath = (id: string): string => `/app/messages/${segment(id)}`;
export const newChatPath = (acct: string): string => `/app/messages/new?${new URLSearchParams({ to: acct })}`;
export const whoKnowsPath = (question: string): string => `/app/who-knows?${new URLSearchParams({ q: question })}`;
export const adminPath = (room = "", thing = ""): string => ["/app/admin", room, thing].filter(Boolean).map((part, at) => (at ? segment(part) : part)).join("/");
export const topicPath = (topic: string): string => `/app/topics/${segment(topic)}`;
export const listPath = (id: string): string => `/app/lists/${segment(id)}`;
export const peoplePath = (wish: Record<string, string>): string => `/app/people?${new URLSearchParams(wish)}`;
export const searchPath = (query: string): string => `/app/search?${new URLSearchParams({ q: query })}`;

class Router {
  url = $state.raw(new URL(location.href));
  place = $derived(placeAt(this.url));
  // How far down one was, by entry of the history.
  #scrolls = new Map<string, number>();
  #key = "first";

  start(): void {
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => {
      this.#scrolls.set(this.#key, scrollY);
      this.#key = (event.state as { key?: string } | null)?.key ?? "first";
      this.#show(this.#scrolls.get(this.#key) ?? 0);
    });
    document.addEventListener("click", (event) => this.#follow(event));
  }

  go(path: string, { replace = false } = {}): void {
    this.#scrolls.set(this.#key, scrollY);
    this.#key = replace ? this.#key : crypto.randomUUID();
    history[replace ? "replaceState" : "pushState"]({ key: this.#key }, "", path);
    this.#show(0);
  }

  #show(scroll: number): void {
    this.url = new URL(location.href);
    requestAnimationFrame(() => scrollTo({ top: scroll, behavior: "instant" }));
  }

  // Links of ours do not load the document again.
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !/^\/app(\/|$)/.test(url.pathname) || url.hash) return;
    event.preventDefault();
    this.go(url.pathname + url.search);
  }
}

export const router = new Router();
