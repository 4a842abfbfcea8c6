import { expect, test } from "vitest";
import { audienceParams, audiences, firstAudience } from "./audience";
import { status } from "./sample";

test("each audience says what the API calls it", () => {
  expect(audiences.map(audienceParams)).toEqual([
    { visibility: "public" },
    { visibility: "public", label: "organization" },
    { visibility: "public", label: "department" },
    { visibility: "private" },
    { visibility: "direct" },
    { visibility: "public", label: "public" },
  ]);
});

test("an answer begins no wider than what it answers", () => {
  expect(firstAudience(null, "public")).toBe("usual");
  expect(firstAudience(null, "private")).toBe("followers");
  expect(firstAudience(status("1", { visibility: "direct" }), "public")).toBe("mentioned");
  expect(firstAudience(status("1", { visibility: "private" }), "public")).toBe("followers");
  expect(firstAudience(status("1", { local_only: true }), "public")).toBe("department");
  expect(firstAudience(status("1", { visibility: "unlisted" }), "private")).toBe("followers");
});
