// HTTP itself (RFC 9110 and 9111), where ActivityPub leans on it.

import { clauses, hold, idOf, isActivityType, kActivityJson, kLinkedData, MAY, mediaType, MUST, SHOULD, shown, skip } from "../clause.js";
import { send } from "../http.js";

const kHtml = { accept: "text/html" };
const kStreams = { accept: kActivityJson };

const actor = async (s, method, headers) => send(method, await s.actorUrl(), { headers });
const tokens = (value) => (value ?? "").toLowerCase().split(",").map((one) => one.trim()).filter(Boolean);

// The answer as it came: an HTTP library would hide a body where there may be none.
async function bytes(s, method, more = "") {
  const { host, pathname, search } = new URL(await s.actorUrl());
  return s.raw(`${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAccept: ${kActivityJson}\r\n${more}Connection: close\r\n\r\n`);
}

async function tagged(s) {
  const answer = await actor(s, "GET", kStreams);
  return { answer, tag: answer.headers.etag ?? skip("it gives no ETag") };
}

// An address of the node whose form depends on who asks.
async function negotiated(s) {
  const [page, document] = [await actor(s, "GET", kHtml), await actor(s, "GET", kStreams)];
  if (page.status === document.status && page.headers["content-type"] === document.headers["content-type"]) skip("it gives everybody the same");
  return { page, document };
}

async function notModified(s) {
  const { answer, tag } = await tagged(s);
  const again = await actor(s, "GET", { ...kStreams, "if-none-match": tag });
  return again.status === 304 ? { answer, again } : skip("it does not answer 304");
}

async function wrongMethod(s) {
  const answer = await actor(s, "DELETE", kStreams);
  return answer.status === 405 ? answer : skip(`DELETE is answered ${answer.status}`);
}

export default clauses("HTTP (RFC 9110, 9111)", [
  ["6.6.1", MUST, "http.date", "An answer says when it was made.", async (s) => {
    const { date } = (await actor(s, "GET", kStreams)).headers;
    hold(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date ?? ""), `Date is ${shown(date)}`);
  }],
  ["8.3", SHOULD, "http.type", "An answer with a body names its type.", async (s) => {
    for (const headers of [kStreams, kHtml]) {
      const answer = await actor(s, "GET", headers);
      hold(answer.bytes.length === 0 || answer.headers["content-type"], `one of ${answer.status} does not`);
    }
  }],
  ["8.8.3", SHOULD, "http.etag", "A document has an ETag.", async (s) => {
    hold((await actor(s, "GET", kStreams)).headers.etag, "there is none");
  }],
  ["8.8.3", MUST, "http.etag-form", "An ETag is a quoted string, marked W/ where it is weak.", async (s) => {
    const { tag } = await tagged(s);
    hold(/^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag), `it is ${shown(tag)}`);
  }],
  ["8.8.3", SHOULD, "http.etag-steady", "An ETag stays while the document does.", async (s) => {
    const { tag, answer } = await tagged(s);
    const again = await actor(s, "GET", kStreams);
    if (again.text !== answer.text) skip("the document changes");
    hold(again.headers.etag === tag, `it was ${shown(tag)} and became ${shown(again.headers.etag)}`);
  }],
  ["13.1.2", SHOULD, "http.not-modified", "Who has the document is answered 304.", async (s) => {
    const { tag } = await tagged(s);
    for (const given of [tag, `"another", ${tag}`, `W/${tag.replace(/^W\//, "")}`]) {
      const { status } = await actor(s, "GET", { ...kStreams, "if-none-match": given });
      hold(status === 304, `If-None-Match: ${given} is answered ${status}`);
    }
  }],
  ["13.1.2", MUST, "http.modified", "Who has another document is given this one.", async (s) => {
    await tagged(s);
    const { status } = await actor(s, "GET", { ...kStreams, "if-none-match": '"another"' });
    hold(status === 200, `it answered ${status}`);
  }],
  ["15.4.5", MUST, "http.304-empty", "A 304 has no body.", async (s) => {
    const { body } = await bytes(s, "GET", `If-None-Match: ${(await notModified(s)).answer.headers.etag}\r\n`);
    hold(body === "", `it has ${body.length} bytes`);
  }],
  ["15.4.5", MUST, "http.304-headers", "A 304 says again what the 200 said of ETag, Vary and Cache-Control.", async (s) => {
    const { answer, again } = await notModified(s);
    for (const name of ["etag", "vary", "cache-control"]) {
      hold(answer.headers[name] === again.headers[name], `${name} is ${shown(again.headers[name])}`);
    }
  }],
  ["9.3.2", MUST, "http.head-empty", "HEAD has no body.", async (s) => {
    const { body } = await bytes(s, "HEAD");
    hold(body === "", `it has ${body.length} bytes`);
  }],
  ["9.3.2", SHOULD, "http.head-same", "HEAD is answered as GET is.", async (s) => {
    const [get, head] = [await actor(s, "GET", kStreams), await actor(s, "HEAD", kStreams)];
    hold(get.status === head.status, `GET is answered ${get.status}, HEAD ${head.status}`);
    for (const name of ["content-type", "etag", "vary", "cache-control"]) {
      hold(get.headers[name] === head.headers[name], `${name} is ${shown(get.headers[name])} and ${shown(head.headers[name])}`);
    }
    hold(!head.headers["content-length"] || Number(head.headers["content-length"]) === get.bytes.length, "Content-Length is another");
  }],
  ["15.5.6", SHOULD, "http.wrong-method", "A method that is not for this address is refused: 405, 501, or unauthorized.", async (s) => {
    const { status } = await actor(s, "DELETE", kStreams);
    hold([401, 403, 404, 405, 501].includes(status), `DELETE is answered ${status}`);
  }],
  ["15.5.6", MUST, "http.allow", "A 405 says in Allow what is allowed.", async (s) => {
    const { allow } = (await wrongMethod(s)).headers;
    hold(tokens(allow).includes("get"), `Allow is ${shown(allow)}`);
  }],
  ["9.1", SHOULD, "http.unknown-method", "A method that nobody knows is answered 501 or 405.", async (s) => {
    const { status } = await actor(s, "PROPFIND", kStreams);
    hold([400, 404, 405, 501].includes(status), `it is answered ${status}`);
  }],
  ["12.5.1", SHOULD, "http.not-acceptable", "Who accepts nothing that there is gets 406, or one of those there are.", async (s) => {
    const answer = await actor(s, "GET", { accept: "image/x-nothing" });
    hold(answer.status === 406 || answer.status < 400, `it answered ${answer.status}`);
  }],
  ["12.5.1", MUST, "http.any", "Who accepts anything is answered.", async (s) => {
    for (const headers of [{}, { accept: "*/*" }]) {
      const { status } = await actor(s, "GET", headers);
      hold(status < 400, `Accept: ${headers.accept ?? "(none)"} is answered ${status}`);
    }
  }],
  ["12.4.2", SHOULD, "http.weights", "Of two forms the one with the greater weight is given.", async (s) => {
    await negotiated(s);
    const answer = await actor(s, "GET", { accept: `text/html;q=0.3, ${kActivityJson};q=0.8` });
    hold(isActivityType(answer.headers["content-type"]), `it is ${shown(answer.headers["content-type"] ?? answer.status)}`);
  }],
  ["12.4.2", MUST, "http.weight-zero", "A form of weight 0 is not given.", async (s) => {
    await negotiated(s);
    const answer = await actor(s, "GET", { accept: `text/html;q=0, ${kActivityJson}` });
    hold(mediaType(answer.headers["content-type"]).type !== "text/html" && (answer.status < 300 || answer.status >= 400), `it answered ${answer.status}`);
  }],
  ["12.5.1", MUST, "http.several", "A list of types, with parameters and in any case, is understood.", async (s) => {
    for (const accept of [`${kLinkedData}, ${kActivityJson}`, "Application/Activity+JSON; q=0.9", `${kActivityJson},${kLinkedData},text/plain;q=0.1`]) {
      const answer = await actor(s, "GET", { accept });
      hold(answer.status === 200 && isActivityType(answer.headers["content-type"]), `${accept} is answered ${answer.status}`);
    }
  }],
  ["12.5.5", SHOULD, "http.vary", "What depends on Accept says so in Vary.", async (s) => {
    const { page, document } = await negotiated(s);
    for (const answer of [page, document]) {
      const vary = tokens(answer.headers.vary);
      hold(vary.includes("accept") || vary.includes("*"), `Vary is ${shown(answer.headers.vary)}`);
    }
  }],
  ["5.2.2", SHOULD, "http.private", "What depends on who asks is not for shared caches (RFC 9111).", async (s) => {
    const { headers } = await send("GET", idOf((await s.create()).object), { headers: kStreams });
    const control = tokens(headers["cache-control"]);
    const vary = tokens(headers.vary);
    const kept = control.some((one) => ["private", "no-store", "no-cache"].includes(one)) || vary.includes("signature") || vary.includes("*");
    if (!tokens(headers["cache-control"]).length && !headers.vary) skip("it says nothing of caches");
    hold(kept || control.includes("public"), `Cache-Control is ${shown(headers["cache-control"])}, Vary ${shown(headers.vary)}`);
  }],
  ["15.5.2", MUST, "http.challenge", "A 401 says in WWW-Authenticate what is asked for.", async (s) => {
    const answer = await s.tell({ scheme: "none" });
    if (answer.status !== 401) skip(`what nobody signed is answered ${answer.status}`);
    hold(answer.headers["www-authenticate"], "there is no such header");
  }],
  ["15.5.16", SHOULD, "http.wrong-type", "An inbox refuses what is not ActivityStreams by its type.", async (s) => {
    const scheme = await s.scheme();
    const answer = await s.tell({ scheme, before: (request) => { request.headers["content-type"] = "text/plain"; } });
    hold(answer.refused, `text/plain is answered ${answer.status}`);
  }],
  ["9.3.1", MAY, "http.query", "A query that nobody asked for does no harm.", async (s) => {
    const url = new URL(await s.actorUrl());
    url.searchParams.set("unasked", "1");
    const { status } = await send("GET", url.href, { headers: kStreams });
    hold(status < 500, `it answered ${status}`);
  }],
  ["15.5.5", SHOULD, "http.not-found", "An address that leads nowhere is answered 404.", async (s) => {
    const { status } = await s.get("/there/is/nothing-here", kStreams);
    hold(status === 404, `it answered ${status}`);
  }],
  ["7.2", MUST, "http.no-host", "A request without Host is answered 400 (RFC 9112, 3.2).", async (s) => {
    const { status } = await s.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    hold(status === 400, `it answered ${status}`);
  }],
  ["8.6", MUST, "http.two-lengths", "A request of two different lengths is answered 400 (RFC 9112, 6.3).", async (s) => {
    const { status } = await s.raw(`POST /inbox HTTP/1.1\r\nHost: ${s.host}\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{} `);
    hold(status === 400, `it answered ${status}`);
  }],
]);
