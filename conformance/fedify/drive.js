// Two servers talk with each other; each step is one line of a table. Usage:
//   node drive.js HALLWAY    a node against Fedify, once with each kind of signature first
//   node drive.js --self     Fedify against Fedify: proves this driver, needs no node

import { FedifySide } from "./fedify_side.js";
import { HallwaySide } from "../support/hallway_side.js";
import { picture, sizeOf } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, session, step } from "../support/steps.js";

const kKnocks = ["rfc9421", "draft-cavage-http-signatures-12"];
const kRecovery = 120; // seconds that a server may take to come back to one that was down

function assert(holds, what) { if (!holds) throw new Error(what); }

async function follows(a, b) {
  await step(`${a.name} finds ${b.name} by handle, follows, is accepted`, async () => {
    await a.follow(b);
    await until("the follower to be known", () => b.isFollowedBy(a));
    await until("the Accept", () => a.isFollowing());
  });
}

// Everything that can happen to one post of `a` that `b` reads.
async function life(a, b) {
  let post, reply;
  await step(`${a.name} posts, ${b.name} reads it`, async () => {
    post = await a.post(`First words of ${a.name}`);
    const seen = await until("the post", () => b.seen(post));
    assert(seen.text.includes(`First words of ${a.name}`), `it reads: ${seen.text}`);
  });
  await step(`${b.name} replies, ${a.name} reads it in its place`, async () => {
    reply = await b.reply(post, `An answer of ${b.name}`);
    const seen = await until("the reply", () => a.seen(reply));
    assert(seen.text.includes(`An answer of ${b.name}`), `it reads: ${seen.text}`);
    assert(seen.inReplyTo === post, `it answers ${seen.inReplyTo}, not ${post}`);
  });
  await step(`${b.name} likes it`, async () => {
    await b.like(post);
    await until("the like", async () => await a.likes(post) === 1);
  });
  await step(`${b.name} boosts it`, async () => {
    await b.boost(post);
    await until("the boost", async () => await a.boosts(post) === 1);
  });
  await step(`${b.name} takes like and boost back`, async () => {
    await b.unlike(post);
    await b.unboost(post);
    await until("the end of both", async () => await a.likes(post) === 0 && await a.boosts(post) === 0);
  });
  await step(`${a.name} edits it`, async () => {
    await a.edit(post, `Better words of ${a.name}`);
    await until("the new text", async () => (await b.seen(post)).text.includes(`Better words of ${a.name}`));
  });
  await step(`${a.name} deletes it`, async () => {
    await a.delete(post);
    await until("the deletion", async () => await b.seen(post) === null);
  });
  await step(`${b.name} deletes its reply`, async () => {
    await b.delete(reply);
    await until("the deletion", async () => await a.seen(reply) === null);
  });
}

// A photo of `a` with its words, as `b` shows it.
async function photo(a, b) {
  await step(`${a.name} posts a photo with its words, ${b.name} shows both`, async () => {
    const words = `A wall, as ${a.name} sees it`;
    const post = await a.show(`Look, says ${a.name}`, picture(60, 40), words);
    const shown = await until("the photo", async () => (await b.seen(post))?.photo);
    assert(shown.words === words, `its words are: ${shown.words}`);
    const answer = await fetch(shown.url);
    assert(answer.ok, `its address answers ${answer.status}`);
    assert(answer.headers.get("content-type") === "image/png", `it is ${answer.headers.get("content-type")}`);
    const size = sizeOf(Buffer.from(await answer.arrayBuffer()));
    assert(size.join() === "60,40", `it is ${size.join(" × ")}`);
    await a.delete(post);
    await until("the deletion", async () => await b.seen(post) === null);
  });
}

async function recovery(a, b) {
  await step(`${a.name} posts while ${b.name} is down; it arrives, once`, async () => {
    await b.stop();
    const post = await a.post(`Said while ${b.name} was away`);
    await new Promise((resolve) => setTimeout(resolve, 1500)); // a first try has failed by then
    await b.start();
    const seen = await until("the post", () => b.seen(post), kRecovery);
    assert(seen.text.includes("was away"), `it reads: ${seen.text}`);
  });
}

async function parts(a, b) {
  await step(`${a.name} unfollows ${b.name}`, async () => {
    await a.unfollow();
    await until("the end of the follow", async () => !(await b.isFollowedBy(a)));
  });
}

// How every activity came to `fedify`, and whether Fedify's own code finds it genuine.
async function genuine(fedify, arrivals, other) {
  await step(`every activity of ${other.name}: HTTP signature and proof hold, sent once`, async () => {
    assert(arrivals.length > 0, "nothing arrived");
    const seen = new Set();
    for (const { body, scheme, signed, proven, status } of arrivals) {
      const what = `${body?.type} ${body?.id} (${scheme})`;
      assert(signed, `the HTTP signature of ${what} does not hold`);
      assert(proven, `the proof of ${what} does not hold`);
      assert(status === 202, `${what} was answered ${status}`);
      assert(!seen.has(body.id), `${what} came twice`);
      seen.add(body.id);
    }
  });
  const kinds = new Set(arrivals.map((a) => `${a.scheme} ${a.algorithm}`));
  console.log(`      ${other.name} signed with: ${[...kinds].join(", ")}`);
}

async function talk(a, b, knock) {
  console.log(`\n${a.name} and ${b.name}, Fedify knocks with ${knock} first`);
  await follows(b, a);
  await follows(a, b);
  await step(`${a.name} takes ${knock} at the first knock`, async () => {
    const { spec } = await b.ask("spec", { origin: a.origin });
    assert(spec === knock, `Fedify has settled on ${spec}`);
  });
  await life(a, b);
  await life(b, a);
  await photo(a, b);
  await photo(b, a);
  const arrivals = await b.ask("arrivals"); // a restart forgets them
  await recovery(a, b);
  await recovery(b, a);
  await parts(a, b);
  await parts(b, a);
  await genuine(b, [...arrivals, ...await b.ask("arrivals")], a);
}

async function makeSides(what, knock, folder) {
  const fedify = async (host, name) => new FedifySide({
    host, port: await freePort(host), control: await freePort("127.0.0.1"), knock, folder, name,
  });
  const b = await fedify("127.0.0.4", what === "--self" ? "Fedify two" : "Fedify");
  if (what === "--self") return [await fedify("127.0.0.6", "Fedify one"), b];
  const a = new HallwaySide({ binary: what, host: "127.0.0.5", port: await freePort("127.0.0.5"), folder });
  return [a, b];
}

const what = process.argv[2];
if (!what) {
  console.error("usage: drive.js HALLWAY | --self");
  process.exit(2);
}
for (const knock of kKnocks) {
  await session("fedify", async (folder, sides) => {
    const [a, b] = await makeSides(what, knock, folder);
    sides.push(a, b);
    await b.start();
    await a.create?.();
    await a.start();
    await a.learnActor?.();
    await talk(a, b, knock);
  });
}
end();
