// Posts as the node tells them now: after one's filters have changed.

import type { Status } from "./entities";
import { api } from "./session.svelte";

const mostAtOnce = 40;

// What cannot be asked for stays as it was.
export async function* toldAgain(statuses: Status[]): AsyncGenerator<Status> {
  const ids = [...new Set(statuses.map((one) => (one.reblog ?? one).id))];
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const query = ids.slice(at, at + mostAtOnce).map((id) => `id[]=${id}`);
    yield* await api.get<Status[]>(`/api/v1/statuses?${query.join("&")}`).catch(() => []);
  }
}
