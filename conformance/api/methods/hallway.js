// The methods of Hallway's own, under /api/hallway/v1 (docs/hallway-api.md). No other server has them.

import { hold, shown, skip } from "../../blackbox/clause.js";
import { sound } from "../../support/sound.js";
import { Upload } from "../call.js";
import { group, row } from "../row.js";

const A = "/api/hallway/v1";

// What is counted or indexed comes a moment later than what was written; on a busy machine, where a
// reading takes longer, the next comes later, too.
async function soon(look, what) {
  for (let left = 160; left > 0; left -= 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  return hold(false, what);
}

// A tag of which two others write, both with another; the first post is heard by all but its author.
const kiln = (w) => w.once("kiln", async () => {
  // Of their own also where the same node was asked before.
  const own = Date.now().toString(36);
  const tag = w.next(`kiln${own}x`), glaze = w.next(`glaze${own}x`);
  // What nearly all write of tells nothing of who knows: most posts are about something else.
  for (let i = 0; i < 12; i += 1) await w.post(3, { status: `Lunch is at noon ${i}` });
  const post = await w.post(1, { status: `The #${tag} cracks under #${glaze}` });
  await w.post(2, { status: `Our #${tag} and its #${glaze}` });
  for (const who of w.others.slice(1)) await w.as(who, "POST /api/v1/statuses/:id/favourite", { path: post });
  await w.mine("POST /api/v1/tags/:name/follow", { path: { name: tag } });
  const question = await w.post(2, { status: `Who mends a #${tag}?`, hallway: { question: true } });
  return { tag, glaze, post, question };
});
const counted = async (w) => {
  const { tag } = await kiln(w);
  const query = { limit: 40 };
  await soon(async () => (await w.mine(`GET ${A}/topics`, { query })).trending.some((one) => one.name === tag), `#${tag} is no trend, though two people wrote about it`);
  return kiln(w);
};
// A question of ours with an answer of somebody else's.
const answered = async (w) => {
  const question = await w.post(0, { status: w.next("Which pump "), hallway: { question: true } });
  return { question, answer: await w.reply(1, question, { visibility: "public" }) };
};
const skilled = async (w) => {
  await w.as(1, `PATCH ${A}/profile`, { body: { skills: ["Pumps"], title: "Fitter", team: "Halls" } });
  return { path: { id: await w.id(1), name: "Pumps" } };
};

const topics = group("hallway: topics", [
  row(`GET ${A}/topics`, "read:search", "Topics", async (w) => {
    const { tag } = await counted(w);
    return { query: { limit: 40 }, holds: ({ followed, trending }) => {
      hold(followed.some((one) => one.name === tag && one.following), `#${tag}, which is followed, is not listed`);
      const trend = trending.find((one) => one.name === tag);
      hold(trend?.people_last_week === 2, `${shown(trend)} does not say that two people wrote`);
    } };
  }),
  row(`GET ${A}/topics/:name`, "read:search", "Topic", async (w) => {
    const { tag, glaze, post, question } = await counted(w);
    await soon(async () => (await w.mine(`GET ${A}/topics/:name`, { path: { name: tag } })).people.length > 0, "nobody is found who knows about it");
    return { path: { name: tag.toUpperCase() }, holds: (topic) => {
      hold(topic.name === tag && topic.following && topic.followers_count === 1, `it is ${shown(topic)}`);
      hold(topic.related.some((one) => one.name === glaze), `${glaze} is not related, though two people wrote of both`);
      hold(topic.open_questions.some((one) => one.id === question.id), "its open question is not there");
      hold(topic.people.some((one) => one.evidence.some(({ status }) => status?.id === post.id)), "no post shows who knows");
    } };
  }, { absent: { name: "no such words" } }),
  row(`GET ${A}/trends/people`, "read:accounts", "[NewVoice]", async (w) => {
    const { tag, post } = await counted(w);
    await w.mine("POST /api/v1/accounts/:id/unfollow", { path: { id: await w.id(1) } });
    return { query: { limit: 40 }, holds: (voices) => {
      const voice = voices.find(({ account }) => account.id === post.account.id);
      hold(voice?.topic.name === tag && voice.statuses[0]?.id === post.id, `${shown(voice)} is not who was heard, with the post that shows it`);
      hold(voices.every(({ statuses }) => statuses.length > 0 && statuses.length <= 2), "somebody is named without a post, or with more than two");
    } };
  }, { also: [["whom one follows", async (w, ask) => {
    const { post } = await kiln(w);
    await w.mine("POST /api/v1/accounts/:id/follow", { path: { id: post.account.id } });
    const { json } = await ask(`GET ${A}/trends/people`);
    hold(json.every(({ account }) => account.id !== post.account.id), "who is followed is named");
  }]] }),
]);

const questions = group("hallway: questions", [
  row(`GET ${A}/experts`, "read:search", "Experts", async (w) => {
    const { tag, post } = await counted(w);
    await soon(async () => (await w.mine(`GET ${A}/experts`, { query: { q: tag } })).people.length > 0, "nobody is found who knows about it");
    return { query: { q: `who mends a ${tag}`, limit: 5 }, holds: ({ people, nodes }) => {
      hold(people.some(({ account }) => account?.id === post.account.id), "who wrote about it is not named");
      hold(nodes[0]?.state === "answered", `the first node is ${shown(nodes[0])}`);
    } };
  }, { wrong: [["without words", (question) => ({ ...question, query: { q: "?!" } })]] }),
  row(`GET ${A}/questions`, "read:statuses", "[SeenStatus]", async (w) => {
    const { tag, question } = await kiln(w);
    return { query: { topic: tag }, holds: (found) => hold(found.length === 1 && found[0].id === question.id, `${found.length} are listed, not the one`) };
  }, { wrong: [["a state that is none", (question) => ({ ...question, query: { state: "lost" } })]] }),
  row(`POST ${A}/statuses/:id/accept`, "write:statuses", "SeenStatus", async (w) => {
    const { answer } = await answered(w);
    return { path: { id: answer.id }, holds: ({ hallway }) => hold(hallway?.accepted_answer_id === answer.id, `the accepted answer is ${shown(hallway)}`) };
  }, { hidden: async (w) => w.hidden(1) }),
  row(`POST ${A}/statuses/:id/unaccept`, "write:statuses", "SeenStatus", async (w) => {
    const { answer } = await answered(w);
    await w.mine(`POST ${A}/statuses/:id/accept`, { path: answer });
    return { path: { id: answer.id }, holds: ({ hallway }) => hold(hallway?.accepted_answer_id === null, `the accepted answer is ${shown(hallway)}`) };
  }, { hidden: async (w) => w.hidden(1) }),
]);

const people = group("hallway: people", [
  row(`GET ${A}/profile`, "read:accounts", "WorkProfile"),
  row(`PATCH ${A}/profile`, "write:accounts", "WorkProfile", (w) => {
    const title = w.next("Fitter ");
    return { body: { title, skills: ["Kilns", "Pumps"] }, holds: (it) => hold(it.title === title && it.skills.length === 2, `it is ${shown(it)}`) };
  }, { wrong: [["a reach that is none", (question) => ({ ...question, body: { reach: "everywhere" } })]] }),
  row(`GET ${A}/people`, "read:accounts", "Colleagues", async (w) => {
    const { path: { id } } = await skilled(w);
    const query = { skill: "pumps" };
    await soon(async () => (await w.mine(`GET ${A}/people`, { query })).people.some((one) => one.id === id), "who has the skill is not found");
    return { query, holds: (found) => hold(found.people.some((one) => one.id === id), "who has the skill is not found") };
  }, { wrong: [["without anything asked", (question) => ({ ...question, query: {} })]] }),
  row(`GET ${A}/org_chart`, "read:accounts", "[ChartPerson]", async (w) => {
    const { path: { id } } = await skilled(w);
    return { holds: (chart) => hold(chart.some((one) => one.id === id && one.title === "Fitter"), "a colleague is not on it") };
  }),
  row(`POST ${A}/accounts/:id/skills/:name/endorse`, "write:accounts", "Skill", async (w) => ({ ...await skilled(w), holds: (skill) => hold(skill.endorsed && skill.endorsements > 0, `it is ${shown(skill)}`) }), { absent: [{ name: "Juggling" }] }),
  row(`GET ${A}/accounts/:id/skills/:name/endorsements`, "read:accounts", "[Account]", async (w) => {
    const question = await skilled(w), me = await w.id();
    await w.mine(`POST ${A}/accounts/:id/skills/:name/endorse`, question);
    return { ...question, holds: (found) => hold(found.some((one) => one.id === me), "who endorsed it is not among them") };
  }, { absent: [{ name: "Juggling" }] }),
  row(`DELETE ${A}/accounts/:id/skills/:name/endorse`, "write:accounts", "Skill", async (w) => ({ ...await skilled(w), holds: (skill) => hold(!skill.endorsed, `it is ${shown(skill)}`) }), { absent: [{ name: "Juggling" }] }),
]);

const writing = group("hallway: writing", [
  row(`POST ${A}/audience`, "read:statuses", "Audience", (w) => ({
    body: { status: `@nobody${w.next("")} tea?`, visibility: "private", label: "department" },
    holds: (it) => hold(it.label === "department" && it.nodes.length === 0 && !it.leaves_organization && it.unknown.length === 1, `it is ${shown(it)}`),
  }), { wrong: [["a visibility that is none", (question) => ({ ...question, body: { status: "tea?", visibility: "all" } })]] }),
]);

// One that nobody needs: hallway_world.js made some.
const spare = (session) => !session.current && [...session.scopes].sort().join() === "profile,push";
const sessions = group("hallway: sessions", [
  row(`GET ${A}/sessions`, "read:accounts", "[SignedIn]", () => ({ holds: (all) => {
    hold(all.filter((one) => one.current).length === 1, "what asks is not among them, or more than once");
    hold(all.find((one) => one.current).scopes.includes("read:accounts"), "it does not say what this program may do");
  } })),
  row(`DELETE ${A}/sessions/:id`, "write:accounts", "empty", async (w) => {
    const found = (await w.mine(`GET ${A}/sessions`)).find(spare);
    if (!found) skip("nothing is signed in that nobody needs");
    return { path: { id: found.id }, holds: async () => {
      hold((await w.mine(`GET ${A}/sessions`)).every((one) => one.id !== found.id), "it is still there");
    } };
  }),
]);

const kSaid = "WEBVTT\n\n00:00.000 --> 00:01.000\nA tone\n";
const captions = (language, text = kSaid) => ({ file: new Upload(Buffer.from(text), "text/vtt", "said.vtt"), language });
// A recording of ours that nobody has posted, with English captions.
const recorded = async (w) => {
  const made = await w.mine("POST /api/v1/media", { body: { file: new Upload(sound(440, 0.5), "audio/wav", "tone.wav") }, form: "multipart" });
  await w.mine(`POST ${A}/media/:id/captions`, { path: made, body: captions("en"), form: "multipart" });
  return { path: { id: made.id } };
};
const languages = (media, ...wanted) => hold(media.captions.map((one) => one.language).join() === wanted.join(), `captions are ${shown(media.captions)}`);
const files = group("hallway: files", [
  row(`POST ${A}/media/:id/captions`, "write:media", "CaptionedMedia", async (w) => ({ ...await recorded(w), body: { ...captions("pt-br"), label: "Português" }, holds: (media) => {
    languages(media, "en", "pt-BR");
    hold(media.captions[1].label === "Português", `it is called ${shown(media.captions[1].label)}`);
  } }), { forms: ["multipart"], wrong: [
    ["a language that is none", (question) => ({ ...question, body: captions("x_y") })],
    ["a file that is no captions", (question) => ({ ...question, body: captions("de", "<html>") })],
    ["no file", (question) => ({ ...question, body: { language: "de" } })],
  ] }),
  row(`DELETE ${A}/media/:id/captions/:language`, "write:media", "CaptionedMedia", async (w) => {
    const { path } = await recorded(w);
    return { path: { ...path, language: "en" }, holds: (media) => languages(media) };
  }, { absent: [{ language: "de" }] }),
]);

export default [...topics, ...questions, ...people, ...writing, ...sessions, ...files];
