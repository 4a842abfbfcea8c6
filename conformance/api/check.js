// Whether a server has a method and answers as is documented: asks in every way that the row names.

import { Broken, hold, NotApplicable, shown } from "../blackbox/clause.js";
import { Unprepared } from "./call.js";
import { kEntities } from "./entities.js";
import { Pages } from "./paging.js";
import { misfits } from "./shape.js";

const kNobody = "999999999999999999"; // an id that nothing has
const kUnknown = [404, 405, 501];
const kMostComplaints = 6;

const fits = (value, shape) => [...misfits(value, shape, "", kEntities)];

class Missing extends Error {}

// What is said of each element of a list is said once.
function distinct(complaints) {
  const found = new Map();
  for (const one of complaints) {
    const kind = one.replaceAll(/\[\d+\]/g, "[]");
    found.set(kind, [...found.get(kind) ?? [], one]);
  }
  return [...found.values()].map(([one, ...alike]) => alike.length > 0 ? `${one} (and ${alike.length} like it)` : one);
}

export class Check {
  constructor(row, world) { Object.assign(this, { row, world, complaints: [] }); }

  // { result: "correct" | "wrong" | "missing" | "n/a", why: [sentence] }
  async run() {
    try {
      await this.#all();
    } catch (error) {
      if (error instanceof Missing) return { result: "missing", why: [] };
      if (this.#mayBeMissing(error) && await this.#isMissing()) return { result: "missing", why: [] };
      if (error instanceof NotApplicable) return { result: "n/a", why: [error.message] };
      this.#complain("", error);
    }
    const all = distinct(this.complaints), why = all.slice(0, kMostComplaints);
    if (all.length > why.length) why.push(`and ${all.length - why.length} more`);
    return { result: why.length > 0 ? "wrong" : "correct", why };
  }

  // Where what it needs could not be had. Of a method that wants no token, and answers 404 about what
  // does not exist, no more is known than that what it needs is missing itself.
  #mayBeMissing(error) {
    if (this.asked) return false;
    if (this.row.run || (this.row.open && this.row.at.includes("/:"))) return error instanceof Unprepared && kUnknown.includes(error.status);
    return true;
  }

  #complain(where, error) {
    const known = error instanceof Broken || error instanceof Unprepared;
    const said = known ? error.message : String(error.stack ?? error).split("\n").slice(0, 3).join(" ");
    this.complaints.push(where ? `${where}: ${said}` : said);
  }

  async #all() {
    const { row } = this;
    if (row.run) {
      if (await row.run(this.world, (how, at = row.at) => this.#ask(at, how)) === "missing") throw new Missing();
      return;
    }
    const forms = (await this.#works(row.forms[0])).body === undefined ? [] : row.forms.slice(1);
    for (const form of forms) await this.#part(form === "form" ? "as a form" : "as multipart", () => this.#works(form));
    await this.#refuses();
    if (row.paged) await this.#part("pages", () => this.#pages());
    for (const [what, work] of row.also) await this.#part(what, () => work(this.world, (at, how) => this.#ask(at, how)));
  }

  // A part that fails does not keep the others from being asked.
  async #part(where, work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof NotApplicable)) this.#complain(where, error);
    }
  }

  async #token() {
    const { row, world } = this;
    if (row.program) return world.appToken();
    return row.scope ? world.tokenFor(row.scope) : undefined;
  }
  async #ask(at, how = {}) { return this.world.api.ask(at, { token: await this.#token(), ...how }); }

  // --- what it answers ---------------------------------------------------------------------------------

  async #works(form) {
    const question = await this.row.ask(this.world, form);
    this.question = question;
    const answer = await this.#ask(this.row.at, { ...question, form });
    this.asked = true; // what it needs could be had
    if (!answer.ok && form === this.row.forms[0] && await this.#isMissing(question)) throw new Missing();
    this.#holdsAnswer(answer, question.gives ?? this.row.gives);
    try {
      await question.holds?.(answer.json, answer);
    } finally {
      await question.after?.();
    }
    return question;
  }

  #holdsAnswer(answer, shape) {
    hold(this.row.status.includes(answer.status), `it answered ${answer.status}: ${shown(answer.text)}`);
    hold(answer.json !== undefined, `it answered no JSON: ${shown(answer.text)}`);
    for (const misfit of fits(answer.json, shape)) this.complaints.push(misfit);
    const origin = answer.headers["access-control-allow-origin"];
    if (origin !== "*") this.complaints.push(`Access-Control-Allow-Origin is ${shown(origin)}: no page elsewhere may read the answer`);
    this.#holdsLimits(answer.headers);
  }

  // Nobody must limit how often; who says that they do has to say it so that it is understood.
  #holdsLimits({ "x-ratelimit-limit": limit, "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset }) {
    if (limit === undefined && remaining === undefined && reset === undefined) return;
    if (![limit, remaining].every((one) => /^\d+$/.test(one ?? ""))) this.complaints.push(`X-RateLimit-Limit and -Remaining are ${shown([limit, remaining])}, not numbers`);
    if (fits(reset, "moment").length > 0) this.complaints.push(`X-RateLimit-Reset is ${shown(reset)}, not a time`);
  }

  // What a browser asks before it lets a page of another origin call (Fetch, "CORS-preflight").
  async #preflight(path) {
    const [method, pattern] = this.row.at.split(" ");
    if (!pattern.startsWith("/api/")) return;
    const headers = { "access-control-request-method": method, "access-control-request-headers": "authorization,content-type,idempotency-key" };
    const answer = await this.world.api.ask(`OPTIONS ${pattern}`, { path, headers });
    const allowed = (name) => (answer.headers[`access-control-allow-${name}`] ?? "").toLowerCase().split(",").map((one) => one.trim());
    hold([200, 204].includes(answer.status), `it answered ${answer.status}`);
    hold(allowed("origin").includes("*"), "no other origin is allowed");
    hold(allowed("methods").includes(method.toLowerCase()), `${method} is not among the methods: ${allowed("methods")}`);
    for (const name of ["authorization", "content-type", "idempotency-key"]) hold(allowed("headers").includes(name) || (name !== "authorization" && allowed("headers").includes("*")), `${name} is not among the headers: ${allowed("headers")}`);
  }

  // Whether there is no such method at all. One that wants a token says so before all else, whatever
  // it is asked about; of one that wants none, and knows nothing of what exists, this is all that is seen.
  async #isMissing(question) {
    const { at } = this.row;
    const path = question?.path ?? Object.fromEntries([...at.matchAll(/:(\w+)/g)].map(([, name]) => [name, kNobody]));
    return kUnknown.includes((await this.world.api.ask(at, { path })).status);
  }

  // --- what it refuses ---------------------------------------------------------------------------------

  async #refuses() {
    const { row, world } = this;
    const question = row.seldom && this.question ? this.question : await row.ask(world, row.forms[0]);
    const form = row.forms[0];
    const refused = (what, status, how) => this.#part(what, () => this.#refused([status].flat(), { ...question, form, ...how }));
    try {
      await this.#part("its preflight", () => this.#preflight(question.path));
      if (row.scope || row.program) await refused("with a wrong token", 401, { token: "nobody-has-this-token" });
      if (!row.open) await refused("without a token", 401, { token: null });
      const narrow = row.scope && !row.anyScope && !row.program && world.tokenWithout(row.scope);
      if (narrow) await refused(`with a token that lacks ${row.scope}`, 403, { token: narrow });
      if (row.scope.startsWith("admin:") && world.pretender) await refused("from somebody who is no administrator", 403, { token: world.pretender });
      for (const path of await this.#absent(question)) await refused(`about ${shown(path)}, which does not exist`, 404, { path: { ...question.path, ...path } });
      if (row.hidden) await refused("about what this person may not see", 404, { path: await row.hidden(world) });
      for (const [what, change] of row.wrong) await refused(what, 422, await change(question, world));
    } finally {
      await question.after?.();
    }
  }
  async #absent(question) {
    const { absent } = this.row;
    if (absent === false || !question.path) return [];
    return absent ? [absent].flat() : Object.keys(question.path).filter((name) => /(^|_)id$/.test(name) || name === "id").map((name) => ({ [name]: kNobody }));
  }

  async #refused(statuses, how) {
    const answer = await this.#ask(this.row.at, how);
    hold(statuses.includes(answer.status), `it answered ${answer.status}, not ${statuses.join(" or ")}: ${shown(answer.text)}`);
    const [misfit] = fits(answer.json, "Error");
    hold(!misfit, `its refusal has not the documented form: ${misfit}`);
  }

  // --- its pages -----------------------------------------------------------------------------------------

  async #pages() {
    const { row } = this;
    const { key = "id", least = 3, most = 40, items } = row.paged;
    const question = await row.ask(this.world, row.forms[0]);
    const page = (address, more) => this.#ask(address ? `GET ${address}` : row.at, address ? {} : { ...question, query: { ...question.query, ...more } });
    try {
      await new Pages({ page, key: (element) => (key ? element[key] : element), items }).walk({ least: Math.min(least, this.world.others.length === 0 ? 1 : least), most });
    } finally {
      await question.after?.();
    }
  }
}
