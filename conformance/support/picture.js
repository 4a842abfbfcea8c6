// A picture without anything on it: a PNG of one colour, or of what `shade` gives for each byte.

import { deflateSync } from "node:zlib";

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
// Width and height, as the head of such a file says.
export function sizeOf(bytes) { return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]; }

// Its bytes.
export function picture(width, height, shade = () => 120) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // eight bits, red green blue
  const line = () => Buffer.from([0, ...Array.from({ length: width * 3 }, shade)]);
  const bytes = deflateSync(Buffer.concat(Array.from({ length: height }, line)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", bytes), chunk("IEND", Buffer.alloc(0))]);
}
