// How many notifications and conversations nobody has looked at yet. A message is counted as a
// message, not a second time as what one was told of it.

import type { Conversation, Markers, Status } from "./entities";
import { live } from "./live.svelte";
import { api } from "./session.svelte";

interface Mention {
  status?: Pick<Status, "visibility"> | null;
}
export const messagesAmong = (mentions: Mention[]): number => mentions.filter((one) => one.status?.visibility === "direct").length;

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
    if (!answer) return;
    this.count = answer.count ? Math.max(0, answer.count - (await this.#messagesTold())) : 0;
  }

  async #messagesTold(): Promise<number> {
    const markers = await api.get<Markers>("/api/v1/markers?timeline[]=notifications").catch((): Markers => ({}));
    const since = markers.notifications?.last_read_id ?? "0";
    return messagesAmong(await api.get<Mention[]>(`/api/v1/notifications?types[]=mention&limit=80&since_id=${since}`).catch(() => []));
  }

  async lookAtMessages(): Promise<void> {
    const all = await api.get<Conversation[]>("/api/v1/conversations?limit=40").catch(() => null);
    if (all) this.messages = all.filter((one) => one.unread).length;
  }
}

export const unread = new Unread();
