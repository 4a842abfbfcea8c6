// A node and a bot on activitypub-bot talk with each other. Usage: node drive.js HALLWAY

import { HallwaySide } from "../support/hallway_side.js";
import { freePort, until } from "../support/processes.js";
import { end, session, step } from "../support/steps.js";
import { BotSide } from "./bot_side.js";

// The status of the node's home timeline or of a mention with this text.
async function found(node, text) {
  const home = await node.api("GET", "/api/v1/timelines/home?limit=40");
  const news = await node.api("GET", "/api/v1/notifications?limit=40");
  return [...home, ...news.map((one) => one.status).filter(Boolean)].find((status) => status.content.includes(text));
}
const status = (node, id) => node.api("GET", `/api/v1/statuses/${id}`);

async function follows(node, bot) {
  await step("The bot follows, is accepted", async () => {
    await bot.ask("follow", { actor: node.actor });
    await until("the Accept", () => bot.ask("isFollowing", { actor: node.actor }));
    await until("the follower to be known", () => node.isFollowedBy());
  });
  await step("The node finds the bot by its address, follows, is accepted", async () => {
    const { accounts } = await node.api("GET", `/api/v2/search?resolve=true&type=accounts&q=${encodeURIComponent(bot.actor)}`);
    if (accounts.length !== 1) throw new Error("it was not found");
    node.other = accounts[0];
    await node.api("POST", `/api/v1/accounts/${node.other.id}/follow`);
    await until("the Accept", () => node.isFollowing());
    await until("the bot to know", () => bot.ask("isFollower", { actor: node.actor }));
  });
}

async function talks(node, bot) {
  let mention;
  await step("The node mentions the bot, the bot is told", async () => {
    mention = await node.post(`@${node.other.acct} are you there?`);
    await until("the mention", async () => (await bot.seen("mention")).some((one) => one.id === mention));
  });
  await step("The bot answers, the node shows it in its place", async () => {
    const reply = await until("the answer", () => found(node, "OK"));
    const parent = await status(node, reply.in_reply_to_id);
    if (parent.uri !== mention) throw new Error(`it answers ${parent.uri}, not ${mention}`);
  });
}

async function botPosts(node, bot) {
  let shown;
  await step("The bot posts, the node shows it to its follower", async () => {
    await bot.ask("post", { text: "News of the bot" });
    shown = await until("the post", () => found(node, "News of the bot"));
  });
  await step("The node likes and boosts it, the bot is told", async () => {
    await node.like(shown.uri);
    await until("the like", async () => (await bot.seen("like")).some((one) => one.object === shown.uri));
    await node.boost(shown.uri);
    await until("the boost", async () => (await bot.seen("boost")).some((one) => one.object === shown.uri));
  });
}

async function nodePosts(node, bot) {
  const post = await node.post("News of the node");
  const mine = await until("the post at home", () => found(node, "News of the node"));
  const counts = async (name, wanted) => until(`${name} to be ${wanted}`, async () => (await status(node, mine.id))[name] === wanted);
  await step("The bot likes a post, the node counts it", async () => {
    await bot.ask("like", { id: post });
    await counts("favourites_count", 1);
  });
  await step("The bot takes the like back", async () => {
    await bot.ask("unlike", { id: post });
    await counts("favourites_count", 0);
  });
  await step("The bot boosts it, the node counts that", async () => {
    await bot.ask("boost", { id: post });
    await counts("reblogs_count", 1);
  });
  await step("The bot takes the boost back", async () => {
    await bot.ask("unboost", { id: post });
    await counts("reblogs_count", 0);
  });
}

async function parts(node, bot) {
  await step("The node unfollows the bot", async () => {
    await node.unfollow();
    await until("the end of it", async () => !await bot.ask("isFollower", { actor: node.actor }));
  });
  await step("The bot unfollows", async () => {
    await bot.ask("unfollow", { actor: node.actor });
    await until("the end of it", async () => !await node.isFollowedBy());
  });
}

await session("bot", async (folder, sides) => {
  const node = new HallwaySide({ binary: process.argv[2], host: "127.0.0.5", port: await freePort("127.0.0.5"), folder });
  const bot = new BotSide({ host: "127.0.0.11", port: await freePort("127.0.0.11"), control: await freePort("127.0.0.1"), folder });
  sides.push(node, bot);
  await bot.start();
  await node.create();
  await node.start();
  await node.learnActor();
  for (const act of [follows, talks, botPosts, nodePosts, parts]) await act(node, bot);
});
end();
