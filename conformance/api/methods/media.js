// Files that are uploaded. The picture is made here: a PNG of one colour.

import { deflateSync } from "node:zlib";
import { hold, shown } from "../../blackbox/clause.js";
import { Upload } from "../call.js";
import { group, other, row } from "../row.js";

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
function chunk(name, bytes) {
  const inner = Buffer.concat([Buffer.from(name), bytes]), frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes.length, 0);
  frame.writeUInt32BE(crc(inner), 4);
  return Buffer.concat([frame.subarray(0, 4), inner, frame.subarray(4)]);
}
export function picture(width = 40, height = 30) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // eight bits, red green blue
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 120)]);
  const bytes = deflateSync(Buffer.concat(Array(height).fill(line)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Upload(Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", bytes), chunk("IEND", Buffer.alloc(0))]), "image/png", "one.png");
}

const upload = () => ({ body: { file: picture(), description: "A grey wall", focus: "0.5,-0.25" } });
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
