// How many notifications nobody has looked at yet.

import { live } from "./live.svelte";
import { api } from "./session.svelte";

class Unread {
  count = $state(0);

  start(): () => void {
    void this.look();
    return live.listen((event) => {
      if (event.kind === "notification" || event.kind === "missed") void this.look();
    });
  }

  async look(): Promise<void> {
    const answer = await api.get<{ count: number }>("/api/v2/notifications/unread_count").catch(() => null);
    if (answer) this.count = answer.count;
  }
}

export const unread = new Unread();
