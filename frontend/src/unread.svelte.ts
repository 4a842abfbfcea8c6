// How many notifications and conversations nobody has looked at yet.

import type { Conversation } from "./entities";
import { live } from "./live.svelte";
import { api } from "./session.svelte";

class Unread {
  count = $state(0);
  messages = $state(0);

  start(): () => void {
    void this.look();
    void this.lookAtMessages();
    return live.listen((event) => {
      if (event.kind === "notification" || event.kind === "missed") void this.look();
      if (event.kind === "conversation" || event.kind === "missed") void this.lookAtMessages();
    });
  }

  async look(): Promise<void> {
    const answer = await api.get<{ count: number }>("/api/v2/notifications/unread_count").catch(() => null);
    if (answer) this.count = answer.count;
  }

  async lookAtMessages(): Promise<void> {
    const all = await api.get<Conversation[]>("/api/v1/conversations?limit=40").catch(() => null);
    if (all) this.messages = all.filter((one) => one.unread).length;
  }
}

export const unread = new Unread();
