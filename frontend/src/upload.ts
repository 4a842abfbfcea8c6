// A file on its way to the node, until it is of use there.

import type { Attachment } from "./entities";
import { api } from "./session.svelte";

export async function upload(file: File, description = ""): Promise<Attachment> {
  const form = new FormData();
  form.append("file", file);
  if (description.trim()) form.append("description", description);
  let made = await api.post<Attachment>("/api/v2/media", form);
  for (let tries = 0; !made.url && tries < 300; ++tries) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    made = await api.get<Attachment>(`/api/v1/media/${made.id}`);
  }
  return made;
}
