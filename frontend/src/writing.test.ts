import { expect, test } from "vitest";
import { addressed } from "./writing.svelte";
import { person, status } from "./sample";

const mention = (acct: string) => ({ id: acct, acct, username: acct, url: "" });

test("an answer speaks to each of them once, and not to oneself", () => {
  const post = status("1", { account: person("lena@x"), mentions: [mention("ada"), mention("tom"), mention("lena@x")] });
  expect(addressed(post, "ada")).toBe("@lena@x @tom ");
  expect(addressed(status("1", { account: person("ada") }), "ada")).toBe("");
});
