// Files that are uploaded.

import { hold, shown } from "../../blackbox/clause.js";
import { picture } from "../../support/picture.js";
import { Upload } from "../call.js";
import { group, other, row } from "../row.js";

const upload = () => ({ body: { file: new Upload(picture(40, 30), "image/png", "wall.png"), description: "A grey wall", focus: "0.5,-0.25" } });
const right = (media) => hold(media.type === "image" && media.description === "A grey wall", `it is ${shown(media)}`);
const kForm = { forms: ["multipart"] };
const kLies = [
  ["without a file", () => ({ body: { description: "Nothing" } })],
  ["with a file that is not what it claims", other({ file: new Upload(Buffer.from("no picture at all"), "image/png", "one.png") })],
];

// Uploaded, and looked at until it is ready.
async function ready(w) {
  const made = await w.mine("POST /api/v2/media", { ...upload(), form: "multipart" });
  for (let i = 0; i < 100; i += 1) {
    const answer = await w.api.ask("GET /api/v1/media/:id", { path: made, token: w.token });
    if (answer.status !== 206) return made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("what was uploaded is not ready after ten seconds");
}

export default group("media", [
  row("POST /api/v2/media", "write:media", "PendingMedia", () => ({ ...upload(), holds: right }), { ...kForm, status: [200, 202], wrong: kLies }),
  row("GET /api/v1/media/:id", "write:media", "MediaAttachment", async (w) => ({ path: { id: (await ready(w)).id }, holds: (media) => {
    right(media);
    hold(media.meta.original?.width === 40 && media.meta.original.height === 30, `meta is ${shown(media.meta)}`);
    hold(media.meta.focus?.x === 0.5 && media.meta.focus.y === -0.25, `the focus is ${shown(media.meta.focus)}`);
  } })),
  row("DELETE /api/v1/media/:id", "write:media", "empty", async (w) => ({ path: { id: (await ready(w)).id } })),
  row("PUT /api/v1/media/:id", "write:media", "MediaAttachment", async (w) => ({
    path: { id: (await ready(w)).id }, body: { description: "A white wall", focus: "0,0" }, holds: (media) => hold(media.description === "A white wall", `the description is ${shown(media.description)}`),
  }), { also: [["it goes into a post", async (w) => {
    const { id } = await ready(w);
    const post = await w.post(0, { media_ids: [id] });
    hold(post.media_attachments[0]?.id === id && post.media_attachments[0].description === "A grey wall", `media_attachments are ${shown(post.media_attachments)}`);
  }]] }),
  row("POST /api/v1/media", "write:media", "MediaAttachment", () => ({ ...upload(), holds: right }), { ...kForm, wrong: kLies }),
]);
