// Which answers of a thread somebody has met, kept in this browser: what came since is marked.

const key = "hallway.threads";
const mostThreads = 60;
const mostAnswers = 400; // of one thread

type Visits = Record<string, { at: number; ids: string[] }>;

function read(store: Storage): Visits {
  try {
    const all = JSON.parse(store.getItem(key) ?? "{}") as Visits;
    return all && typeof all === "object" ? all : {};
  } catch {
    return {};
  }
}

// Null where one has not been before.
export function metIn(store: Storage, thread: string): Set<string> | null {
  const ids = read(store)[thread]?.ids;
  return Array.isArray(ids) ? new Set(ids) : null;
}

// Threads that nobody went back to make room for others.
export function keepMet(store: Storage, thread: string, ids: Iterable<string>, now: number): void {
  const all = read(store);
  all[thread] = { at: now, ids: [...new Set([...(all[thread]?.ids ?? []), ...ids])].slice(-mostAnswers) };
  const kept = Object.entries(all).sort(([, a], [, b]) => b.at - a.at).slice(0, mostThreads);
  try {
    store.setItem(key, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // No room in the browser: nothing is marked then.
  }
}
