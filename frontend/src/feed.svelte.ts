// Posts loaded page by page, of which only so many are kept: what one has scrolled far past is
// dropped, and fetched again on the way back.

import { tick } from "svelte";
import { firstPage } from "./ahead";
import type { Status } from "./entities";
import { isHidden, type FilterWhere } from "./filters";
import { live, type Event } from "./live.svelte";
import { api, session } from "./session.svelte";
import { gathered, isNewer, joined, replaced, without } from "./timeline";

export const mostKept = 120;

export type FeedState = "idle" | "loading" | "failed" | "end";

export class Feed {
  statuses = $state.raw<Status[]>([]);
  entries = $derived(gathered(this.statuses.filter((one) => !this.#hides(one))));
  waiting = $state.raw<Status[]>([]); // newer ones that are not shown yet
  state = $state<FeedState>("idle");
  error = $state<unknown>(null);
  loaded = $state(false);
  above = $state(0); // how many were dropped at the top
  #older: string | null;
  readonly #first: string;
  readonly #where: FilterWhere | null;

  // `where`: which filters hold there.
  constructor(path: string, where: FilterWhere | null = null) {
    this.#where = where;
    this.#first = firstPage(path);
    this.#older = this.#first;
  }

  #hides(status: Status): boolean {
    return isHidden(status.reblog ?? status, this.#where, session.me?.id);
  }

  // Keeps the feed as the node tells it; returns how to stop that. `list`: takes what is new there.
  follow({ takesNew = false, list }: { takesNew?: boolean; list?: string } = {}): () => void {
    return live.listen((event) => this.#on(event, takesNew && (event.kind !== "post" || event.list === list)));
  }

  #on(event: Event, takesNew: boolean): void {
    if (event.kind === "changed") {
      this.statuses = replaced(this.statuses, event.post);
      this.waiting = replaced(this.waiting, event.post);
    } else if (event.kind === "deleted") {
      this.statuses = without(this.statuses, event.id);
      this.waiting = without(this.waiting, event.id);
    } else if (event.kind === "post" && takesNew) this.#wait([event.post]);
    else if (event.kind === "missed" && takesNew) void this.catchUp();
    else if (event.kind === "filters") void this.#lookAgain();
  }

  // The same posts as the node tells them now.
  async #lookAgain(): Promise<void> {
    const { toldAgain } = await import("./told-again");
    for await (const one of toldAgain([...this.waiting, ...this.statuses])) {
      this.statuses = replaced(this.statuses, one);
      this.waiting = replaced(this.waiting, one);
    }
  }

  #wait(fresh: Status[]): void {
    const newest = this.statuses[0]?.id;
    const unknown = fresh.filter((one) => (!newest || isNewer(one.id, newest)) && !this.#hides(one));
    this.waiting = joined(unknown, this.waiting).slice(0, mostKept);
  }

  // What came while nobody told it.
  async catchUp(): Promise<void> {
    const newest = this.waiting[0]?.id ?? this.statuses[0]?.id;
    if (!newest) return;
    const { items } = await api.page<Status>(`${this.#first}&since_id=${newest}`).catch(() => ({ items: [] as Status[] }));
    this.#wait(items);
  }

  async older(): Promise<void> {
    if (this.state === "loading" || this.state === "end" || !this.#older) return;
    this.state = "loading";
    try {
      const page = await api.page<Status>(this.#older);
      this.#older = page.older;
      const all = joined(this.statuses, page.items);
      const dropped = Math.max(0, all.length - mostKept);
      this.above += dropped;
      await keepingPlace(() => (this.statuses = all.slice(dropped)));
      this.state = page.older && page.items.length ? "idle" : "end";
      this.error = null;
    } catch (error) {
      this.error = error;
      this.state = "failed";
    }
    this.loaded = true;
  }

  // On the way back up: those before what is shown, which takes their place at the other end.
  async newer(): Promise<void> {
    const first = this.statuses[0]?.id;
    if (!first || !this.above || this.state === "loading") return;
    const state = this.state;
    this.state = "loading";
    const { items } = await api.page<Status>(`${this.#first}&min_id=${first}`).catch(() => ({ items: [] as Status[] }));
    this.above = items.length ? Math.max(1, this.above - items.length) : 0;
    const all = joined(items, this.statuses);
    const last = all.slice(0, mostKept).at(-1)?.id;
    const cut = all.length > mostKept && last !== undefined;
    await keepingPlace(() => (this.statuses = all.slice(0, mostKept)));
    if (cut) this.#older = `${this.#first}&max_id=${last}`;
    this.state = cut ? "idle" : state;
  }

  // Shows what waits, at the top.
  async showWaiting(): Promise<void> {
    if (this.above) {
      this.#older = this.#first;
      this.above = 0;
      this.waiting = [];
      this.statuses = [];
      this.state = "idle";
      return this.older();
    }
    this.statuses = joined(this.waiting, this.statuses).slice(0, mostKept);
    const last = this.statuses.at(-1)?.id;
    if (this.statuses.length === mostKept) this.#older = `${this.#first}&max_id=${last}`;
    this.waiting = [];
  }
}

// What one looks at stays where it is while posts come or go above it.
async function keepingPlace(change: () => void): Promise<void> {
  const inSight = [...document.querySelectorAll<HTMLElement>("[data-post]")].find((one) => one.getBoundingClientRect().bottom > 60);
  const id = inSight?.dataset.post;
  const before = inSight?.getBoundingClientRect().top ?? 0;
  change();
  await tick();
  const after = id ? document.querySelector(`[data-post="${CSS.escape(id)}"]`)?.getBoundingClientRect().top : undefined;
  if (after !== undefined && Math.abs(after - before) > 1) scrollBy({ top: after - before, behavior: "instant" });
}
