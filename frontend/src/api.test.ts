import { expect, test, vi } from "vitest";
import { Api, Failure, olderIn, reasonOf, secondsIn } from "./api";

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.fn(async (..._request: Parameters<typeof fetch>) => new Response(body, { status, headers }));

test("a page says how to go on, at this node whatever the header names", async () => {
  const link = '<http://other.example/api/v1/x?max_id=3>; rel="next", <http://other.example/api/v1/x?min_id=9>; rel="prev"';
  const api = new Api(() => "t", () => {}, answering(200, "[1]", { Link: link }));
  expect(await api.page("/api/v1/x")).toEqual({ items: [1], older: "/api/v1/x?max_id=3" });
  expect(olderIn(null)).toBeNull();
});

test("what is sent piece by piece is heard as it comes", async () => {
  const send = answering(200, "event: found\ndata: 1\n\nevent: end\ndata: 2\n\n");
  const heard: unknown[] = [];
  const stop = new AbortController().signal;
  await new Api(() => "t", () => {}, send).follow("/x", (one) => heard.push(one), stop);
  expect(heard).toEqual([{ event: "found", data: "1" }, { event: "end", data: "2" }]);
  expect(send.mock.calls[0]?.[1]?.signal).toBe(stop);
});

test("the token goes along, and never a cookie", async () => {
  const send = answering(200, "{}");
  await new Api(() => "secret", () => {}, send).post("/api/v1/x", { a: 1 }, { "Idempotency-Key": "k" });
  const init = send.mock.calls[0]?.[1];
  expect(init?.credentials).toBe("omit");
  expect(init?.headers).toEqual({ Authorization: "Bearer secret", "Content-Type": "application/json", "Idempotency-Key": "k" });
});

test.each([[401, "signed_out"], [403, "forbidden"], [404, "missing"], [410, "missing"], [413, "too_large"], [422, "wrong"], [429, "limited"], [500, "broken"], [503, "busy"]])(
  "%i is %s",
  (status, reason) => expect(reasonOf(status)).toBe(reason),
);

test("what the node says of a failure is kept; no answer is being offline", async () => {
  const refused = new Api(() => null, () => {}, answering(422, '{"error":"too long"}'));
  await expect(refused.get("/x")).rejects.toMatchObject({ reason: "wrong", said: "too long" });
  const away = new Api(() => null, () => {}, () => Promise.reject(new TypeError("no network")));
  await expect(away.get("/x")).rejects.toEqual(new Failure("offline"));
  const broken = new Api(() => null, () => {}, answering(500, "<html>"));
  await expect(broken.get("/x")).rejects.toMatchObject({ reason: "broken", said: "" });
});

test("a token that is no longer good is said once, and only where there was one", async () => {
  const out = vi.fn();
  await expect(new Api(() => "t", out, answering(401, "{}")).get("/x")).rejects.toBeInstanceOf(Failure);
  await expect(new Api(() => null, out, answering(401, "{}")).get("/x")).rejects.toBeInstanceOf(Failure);
  expect(out).toHaveBeenCalledTimes(1);
});

test.each([["30", 30], [" 0 ", 0], ["Mon, 30 Nov 2026 08:01:00 GMT", 60], ["Mon, 30 Nov 2026 07:00:00 GMT", 0], ["soon", null], [null, null]])("Retry-After %j is %j seconds", (header, seconds) =>
  expect(secondsIn(header, Date.parse("2026-11-30T08:00:00Z"))).toBe(seconds));

test("who is asked to wait knows for how long", async () => {
  const api = new Api(() => "t", () => {}, answering(429, '{"error":"slowly"}', { "Retry-After": "7" }));
  await expect(api.get("/x")).rejects.toMatchObject({ reason: "limited", wait: 7 });
});
