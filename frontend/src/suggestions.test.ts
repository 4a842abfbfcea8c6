import { expect, test } from "vitest";
import { emojisFor } from "./suggestions";

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
