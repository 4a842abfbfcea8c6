// Files in one: a tape archive (POSIX.1-1988, ustar), which every system can open.

const block = 512;

export interface Packed {
  name: string; // with "/" between folders
  bytes: Blob;
}

export function tarOf(files: Packed[], seconds: number): Blob {
  const parts: BlobPart[] = [];
  for (const { name, bytes } of files) parts.push(headOf(name, bytes.size, seconds), bytes, new Uint8Array((block - (bytes.size % block)) % block));
  parts.push(new Uint8Array(2 * block));
  return new Blob(parts, { type: "application/x-tar" });
}

function headOf(whole: string, size: number, seconds: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(block);
  const put = (at: number, text: string): void => head.set(new TextEncoder().encode(text), at);
  const number = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  const [folder, name] = splitName(whole);
  put(0, name);
  put(100, number(0o644, 7));
  put(108, number(0, 7));
  put(116, number(0, 7));
  put(124, number(size, 11));
  put(136, number(seconds, 11));
  put(148, " ".repeat(8)); // the sum counts these
  put(156, "0");
  put(257, "ustar\0" + "00");
  put(345, folder);
  const sum = head.reduce((all, one) => all + one, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return head;
}

// A name has 100 bytes, its folder 155.
function splitName(whole: string): [string, string] {
  if (new TextEncoder().encode(whole).length <= 100) return ["", whole];
  const cut = whole.indexOf("/", whole.length - 101);
  if (cut < 0 || cut > 155) throw new Error(`the name ${whole} is too long`);
  return [whole.slice(0, cut), whole.slice(cut + 1)];
}
