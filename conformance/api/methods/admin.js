// What administrators do.

import { hold, shown, skip } from "../../blackbox/clause.js";
import { bodiless, group, other, row } from "../row.js";

const A = "/api/v1/admin";
const someone = async (w) => ({ path: { id: await w.id(w.others.at(-1)) } });
const undone = (action, leaf) => async (w) => {
  const { path } = await someone(w);
  await w.boss(`POST ${A}/accounts/:id/action`, { path, body: { type: action } });
  return { path, after: () => w.api.ask(`POST ${A}/accounts/:id/${leaf}`, { path, token: w.admin.token }) };
};

// Somebody who has registered and waits to be let in; one for each use, as sign-ups are limited.
const waiting = (use) => (w) => w.once(`waiting, ${use}`, () => signUp(w));
async function signUp(w) {
  const token = await w.appToken(), username = w.next(`wait${Date.now() % 1_000_000}n`);
  const { registrations } = await w.api.need("GET /api/v2/instance");
  if (!registrations.enabled || !registrations.approval_required) skip("nobody can wait here: sign-up is closed, or open to all");
  await w.api.need("POST /api/v1/accounts", { token, body: { username, email: `${username}@client.example`, password: "correct horse battery staple 9", agreement: true, locale: "en", reason: "Conformance" } });
  const [found] = await w.boss("GET /api/v2/admin/accounts", { query: { status: "pending" } });
  return { path: { id: found.id } };
}
const suspended = (w) => w.once("suspended", async () => {
  const question = await waiting("approved")(w);
  await w.boss(`POST ${A}/accounts/:id/action`, { ...question, body: { type: "suspend" } });
  return question;
});
const kSeldom = { seldom: true };

// The methods of one kind of thing that is listed: made, read, changed, removed.
function things(name, entity, make, { change, changed = {}, checked, domain = "domain", wrong = [] } = {}) {
  const at = `${A}/${name}`, scope = (what) => `admin:${what}:${name}`;
  const made = async (w) => w.boss(`POST ${at}`, { body: make(w) });
  const removing = async (w, id) => w.api.ask(`DELETE ${at}/:id`, { path: { id }, token: w.admin.token });
  const one = (more) => async (w) => {
    const { id } = await made(w);
    return { path: { id }, after: () => removing(w, id), ...more };
  };
  const listed = async (w) => (await w.once(`some ${name}`, async () => { for (let i = 0; i < 3; i += 1) await made(w); }), {});
  return group(`admin/${name}`, [
    row(`GET ${at}`, scope("read"), `[${entity}]`, listed, { paged: { most: 100 } }),
    row(`GET ${at}/:id`, scope("read"), entity, one()),
    row(`POST ${at}`, scope("write"), entity, (w) => {
      const body = make(w);
      return { body, holds: (thing) => {
        hold(checked ? checked(thing, body) : thing[domain] === body[domain], `it is ${shown(thing)}`);
        return removing(w, thing.id);
      } };
    }, { wrong: [["with nothing", bodiless], ...wrong] }),
    ...(change ? [row(`PUT ${at}/:id`, scope("write"), entity, one({ body: change, ...changed }))] : []),
    row(`DELETE ${at}/:id`, scope("write"), `${entity} | empty`, one()),
  ]);
}

const domain = (w) => ({ domain: `${w.next("d")}x${Date.now() % 1_000_000}.example` });
const kReport = async (w) => ({ path: { id: (await w.report()).id } });
const taken = (leaf, value, member, first) => row(`POST ${A}/reports/:id/${leaf}`, "admin:write:reports", "AdminReport", async (w) => {
  const question = await kReport(w);
  if (first) await w.boss(`POST ${A}/reports/:id/${first}`, question);
  return { ...question, holds: (report) => hold(value(report[member]), `${member} is ${shown(report[member])}`) };
});
const kSpan = () => ({ start_at: new Date(Date.now() - 7 * 86400_000).toISOString(), end_at: new Date().toISOString() });
const hash = "6ff4a4f7e1d5f8b9a0c3d2e1f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d";

export default [
  ...group("admin/accounts", [
    row(`GET ${A}/accounts`, "admin:read:accounts", "[AdminAccount]", () => ({ query: { local: true } }), { paged: { most: 200 } }),
    row("GET /api/v2/admin/accounts", "admin:read:accounts", "[AdminAccount]", () => ({ query: { origin: "local" } }), { paged: { most: 200 } }),
    row(`GET ${A}/accounts/:id`, "admin:read:accounts", "AdminAccount", someone),
    row(`POST ${A}/accounts/:id/approve`, "admin:write:accounts", "AdminAccount", waiting("approved"), kSeldom),
    row(`POST ${A}/accounts/:id/reject`, "admin:write:accounts", "AdminAccount", waiting("rejected"), kSeldom),
    row(`DELETE ${A}/accounts/:id`, "admin:write:accounts", "AdminAccount", suspended, kSeldom),
    row(`POST ${A}/accounts/:id/action`, "admin:write:accounts", "empty", async (w) => {
      const { path } = await someone(w);
      return { path, body: { type: "disable", text: "Conformance" }, after: () => w.api.ask(`POST ${A}/accounts/:id/enable`, { path, token: w.admin.token }) };
    }, { wrong: [["with an action that is none", other({ type: "sideways" })]] }),
    row(`POST ${A}/accounts/:id/enable`, "admin:write:accounts", "AdminAccount", undone("disable", "enable")),
    row(`POST ${A}/accounts/:id/unsilence`, "admin:write:accounts", "AdminAccount", undone("silence", "unsilence")),
    row(`POST ${A}/accounts/:id/unsuspend`, "admin:write:accounts", "AdminAccount", undone("suspend", "unsuspend")),
    row(`POST ${A}/accounts/:id/unsensitive`, "admin:write:accounts", "AdminAccount", undone("sensitive", "unsensitive")),
  ]),
  ...things("canonical_email_blocks", "AdminCanonicalEmailBlock", () => ({ canonical_email_hash: hash }), { domain: "canonical_email_hash" }),
  ...group("admin/canonical_email_blocks", [row(`POST ${A}/canonical_email_blocks/test`, "admin:read:canonical_email_blocks", "[AdminCanonicalEmailBlock]", () => ({ body: { email: "somebody@client.example" } }))]),
  ...group("admin/dimensions", [row(`POST ${A}/dimensions`, "admin:read", "[AdminDimension]", () => ({ body: { keys: ["languages", "servers"], ...kSpan(), limit: 5 }, holds: (found) => hold(found.map((one) => one.key).join() === "languages,servers", "it has other keys than those asked for") }))]),
  ...things("domain_allows", "AdminDomainAllow", domain),
  ...things("domain_blocks", "AdminDomainBlock", (w) => ({ ...domain(w), severity: "suspend" }), {
    change: { public_comment: "Not here", severity: "silence" },
    changed: { holds: (block) => hold(block.severity === "silence" && block.public_comment === "Not here", `it is ${shown(block)}`) },
    wrong: [["with a severity that is none", (question, w) => ({ ...question, body: { ...domain(w), severity: "sideways" } })]],
  }),
  ...things("email_domain_blocks", "AdminEmailDomainBlock", domain),
  ...things("ip_blocks", "AdminIpBlock", (w) => ({ ip: `198.51.100.${(w.serial += 1) % 250}/32`, severity: "no_access", comment: "Conformance" }), { domain: "ip", change: { severity: "sign_up_block", comment: "Less" } }),
  ...group("admin/measures", [row(`POST ${A}/measures`, "admin:read", "[AdminMeasure]", () => ({ body: { keys: ["active_users", "new_users", "interactions"], ...kSpan() }, holds: (found) => hold(found.length === 3 && found[0].data.length >= 7, "it has other keys than those asked for, or lacks days") }))]),
  ...group("admin/reports", [
    row(`GET ${A}/reports`, "admin:read:reports", "[AdminReport]", async (w) => {
      const { id } = await w.report();
      await w.once("more reports", async () => { for (const who of w.others) await w.mine("POST /api/v1/reports", { body: { account_id: await w.id(who), comment: w.next("Again ") } }); });
      return { holds: (found) => hold(found.some((one) => one.id === id), "a report is not there") };
    }, { paged: { most: 200 } }),
    row(`GET ${A}/reports/:id`, "admin:read:reports", "AdminReport", kReport),
    row(`PUT ${A}/reports/:id`, "admin:write:reports", "AdminReport", async (w) => ({ ...await kReport(w), body: { category: "other" }, holds: (report) => hold(report.category === "other", `category is ${report.category}`) })),
    taken("assign_to_self", (value) => value !== null, "assigned_account"),
    taken("unassign", (value) => value === null, "assigned_account", "assign_to_self"),
    taken("resolve", (value) => value === true, "action_taken"),
    taken("reopen", (value) => value === false, "action_taken", "resolve"),
  ]),
  ...group("admin/retention", [row(`POST ${A}/retention`, "admin:read", "[AdminCohort]", () => ({ body: { ...kSpan(), frequency: "day" } }))]),
  ...group("admin/trends", [
    row(`GET ${A}/trends/links`, "admin:read", "[TrendingLink]"),
    row(`GET ${A}/trends/statuses`, "admin:read", "[Status]"),
    row(`GET ${A}/trends/tags`, "admin:read", "[AdminTag]"),
  ]),
];
