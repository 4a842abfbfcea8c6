// RFC 6415. Nobody must have a host-meta; who has one must have it right.

import { clauses, hold, isObject, list, mediaType, MUST, SHOULD, shown, skip } from "../clause.js";

const kSpace = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

async function xrd(s) {
  const answer = await s.get("/.well-known/host-meta");
  return answer.status === 404 ? skip("it has no host-meta") : answer;
}

// The links of the XRD; enough of XML for a document that is an XRD at all.
async function xrdLinks(s) {
  const { text } = await xrd(s);
  return [...text.matchAll(/<(?:\w+:)?Link\s([^>]*)>/g)].map(([, inner]) => Object.fromEntries(
    [...inner.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) =>
      [name, (double ?? single).replaceAll("&amp;", "&")])));
}

async function json(s) {
  const answer = await s.get("/.well-known/host-meta.json");
  return answer.status === 404 ? skip("it has no host-meta.json") : answer;
}

const lrdd = (links) => links.filter((link) => link.rel === "lrdd");

export default clauses("host-meta (RFC 6415)", [
  ["2", MUST, "host-meta.found", "A host-meta that is there is answered 200.", async (s) => {
    const answer = await xrd(s);
    hold(answer.status === 200, `it answered ${answer.status}`);
  }],
  ["2", SHOULD, "host-meta.type", "It is served as application/xrd+xml.", async (s) => {
    const { type } = mediaType((await xrd(s)).headers["content-type"]);
    hold(type === "application/xrd+xml", `it is served as ${shown(type)}`);
  }],
  ["3", MUST, "host-meta.root", "Its root is an XRD element of the XRD namespace.", async (s) => {
    const { text } = await xrd(s);
    const root = /<(?:(\w+):)?([\w-]+)((?:\s[^>]*)?)>/.exec(text.replace(/<\?[^>]*\?>|<!--.*?-->/gs, ""));
    hold(root?.[2] === "XRD", `the root is ${shown(root?.[2])}`);
    hold(root[3].includes(`"${kSpace}"`) || root[3].includes(`'${kSpace}'`), "the namespace is another");
  }],
  ["3.1.1", MUST, "host-meta.template", "The template of a link has the variable {uri}.", async (s) => {
    const templates = (await xrdLinks(s)).filter((link) => link.template !== undefined);
    if (templates.length === 0) skip("no link has a template");
    for (const { template } of templates) hold(template.includes("{uri}"), `one is ${shown(template)}`);
  }],
  ["3.1.1", MUST, "host-meta.leads", "The lrdd template leads to a description of the account.", async (s) => {
    const templates = lrdd(await xrdLinks(s)).filter((link) => link.template?.includes("{uri}"));
    if (templates.length === 0) skip("there is no lrdd template");
    const { acct } = s;
    await s.jrd();
    const answer = await s.get(templates[0].template.replace("{uri}", encodeURIComponent(acct)));
    hold(answer.status === 200, `it answered ${answer.status}`);
  }],
  ["3", MUST, "host-meta.json", "host-meta.json is a JSON object.", async (s) => {
    const answer = await json(s);
    hold(answer.status === 200 && isObject(answer.json), `it answered ${answer.status}`);
  }],
  ["3", SHOULD, "host-meta.json-type", "host-meta.json is served as JSON.", async (s) => {
    const { type } = mediaType((await json(s)).headers["content-type"]);
    hold(["application/json", "application/jrd+json"].includes(type), `it is served as ${shown(type)}`);
  }],
  ["3", SHOULD, "host-meta.same", "Both forms give the same lrdd templates.", async (s) => {
    const parsed = (await json(s)).json ?? skip("host-meta.json cannot be read");
    const templates = (links) => lrdd(links).map((link) => link.template).sort().join(" ");
    const [one, other] = [templates(await xrdLinks(s)), templates(list(parsed.links))];
    hold(one === other, `the XRD has ${shown(one)}, the JSON ${shown(other)}`);
  }],
]);
