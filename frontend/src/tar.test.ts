import { expect, test } from "vitest";
import { tarOf } from "./tar";

const bytesOf = async (blob: Blob): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.readAsArrayBuffer(blob);
  });

// What any reader of such archives finds: names, sizes, the first byte; checks each sum.
function read(archive: Uint8Array): [string, number, number | undefined][] {
  const text = (at: number, length: number): string => new TextDecoder().decode(archive.subarray(at, at + length)).replace(/\0.*$/s, "");
  const found: [string, number, number | undefined][] = [];
  for (let at = 0; archive[at]; ) {
    const size = parseInt(text(at + 124, 12), 8);
    const sum = archive.subarray(at, at + 512).reduce((all, one, index) => all + (index >= 148 && index < 156 ? 32 : one), 0);
    expect([text(at + 257, 6), parseInt(text(at + 148, 8), 8)]).toEqual(["ustar", sum]);
    const folder = text(at + 345, 155);
    found.push([(folder ? `${folder}/` : "") + text(at, 100), size, size ? archive[at + 512] : undefined]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

test("an archive holds what was put into it, and ends as archives do", async () => {
  const long = `media/${"x".repeat(60)}/${"y".repeat(60)}.png`;
  const files = [{ name: "é.json", bytes: new Blob(['{"é":1}']) }, { name: long, bytes: new Blob([new Uint8Array(1024).fill(7)]) }, { name: "empty", bytes: new Blob([]) }];
  const archive = await bytesOf(tarOf(files, 1_700_000_000));
  expect(read(archive)).toEqual([["é.json", 8, 123], [long, 1024, 7], ["empty", 0, undefined]]);
  expect([archive.length % 512, archive.subarray(-1024).some((one) => one)]).toEqual([0, false]);
});

test("a name that no archive can hold is refused", () => {
  expect(() => tarOf([{ name: "z".repeat(300), bytes: new Blob([]) }], 0)).toThrow(/too long/);
});
