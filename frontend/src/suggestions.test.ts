import { expect, test, vi } from "vitest";
import { api } from "./session.svelte";
import { emojisFor, suggestionsFor } from "./suggestions";

const emoji = (shortcode: string) => ({ shortcode, url: "", static_url: `http://x/${shortcode}` });

test("what begins with it comes first, and no more than fit", () => {
  const all = ["party_cat", "cat", "dog", "Catnap", "concat", "cat1", "cat2", "cat3"].map(emoji);
  expect(emojisFor("CAT", all).map((one) => one.text)).toEqual([":cat:", ":cat1:", ":cat2:", ":cat3:", ":Catnap:", ":concat:"]);
  expect(emojisFor("zebra", all)).toEqual([]);
});

test("what is not offered is not suggested", () => {
  const all = [emoji("cat"), { ...emoji("catnap"), visible_in_picker: false }];
  expect(emojisFor("cat", all).map((one) => one.text)).toEqual([":cat:"]);
});

test("emojis of Unicode come after those of the node, as themselves", () => {
  const called = [{ sign: "🐈", name: "cat" }];
  expect(emojisFor("cat", [emoji("concat")], called)).toEqual([
    { text: ":concat:", words: ":concat:", picture: "http://x/concat" },
    { text: "🐈", words: "🐈 cat", picture: null },
  ]);
});

test("behind whatever somebody calls themselves stands their address", async () => {
  vi.spyOn(api, "get").mockResolvedValueOnce([{ acct: "ann", username: "ann", display_name: "@ann@acme.example", avatar_static: "x" }]);
  expect(await suggestionsFor({ kind: "@", text: "ann", from: 0 })).toEqual([{ text: "@ann", words: "@ann@acme.example", beside: "@ann", picture: "x" }]);
});
