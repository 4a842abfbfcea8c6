// How quickly the page is there on a slow phone, and how it bears a home of 5,000 posts
// (HALLWAY_PAGE_POSTS: of another number). Each figure is printed beside its mark; the machine may be
// busy, so of several times the best one counts. HALLWAY_WATERFALL=1 tells when each file came.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, session, step } from "../support/steps.js";
import { openBrowser, phone, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

// A machine of which nobody knows how fast it is, or what else it does, is given so many times as long.
const slack = Number(process.env.HALLWAY_PAGE_SLACK ?? 1);
const posts = Number(process.env.HALLWAY_PAGE_POSTS ?? 5_000), authors = 40;
const slow = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };

function figure(name, found, most, unit) {
  if (unit === "ms") most *= slack;
  console.log(`      ${name.padEnd(52)} ${String(found).padStart(8)} ${unit.padEnd(5)} at most ${most}`);
  if (!(found <= most)) throw new Error(`${name}: ${found} ${unit}, at most ${most}`);
}

const words = "the pump on pier four lost pressure again so we changed its seal and wrote down which grease the crane needs before winter".split(" ");
function lineOf(n) {
  const text = Array.from({ length: 8 + ((n * 37) % 50) }, (_, at) => words[(n * 7 + at * 5) % words.length]).join(" ");
  const date = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString().replace(/\.\d+Z/, "Z");
  return JSON.stringify({ author: `Colleague ${n % authors}`, date, text: `${n}: ${text}${n % 4 ? "" : " #pier"}` });
}

async function furnish(node, folder) {
  const file = `${folder}/posts.jsonl`;
  writeFileSync(file, Array.from({ length: posts }, (_, n) => lineOf(n)).join("\n") + "\n");
  await node.run("import-posts", node.data, file);
  await node.start();
  const people = await node.api("GET", "/api/v1/directory?local=true&limit=80");
  for (const one of people) if (one.id !== node.me.id) await node.api("POST", `/api/v1/accounts/${one.id}/follow`);
  for (const name of ["A wall", "Another wall"]) await node.show(name, picture(640, 480), name);
}

// Told by the browser itself while the page runs.
function watch() {
  window.seen = { long: [], paint: 0, shift: 0, posts: 0 };
  const on = (type, tell) => new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type, buffered: true });
  on("longtask", (one) => window.seen.long.push(Math.round(one.duration)));
  on("largest-contentful-paint", (one) => (window.seen.paint = Math.round(one.startTime)));
  on("layout-shift", (one) => { if (!one.hadRecentInput) window.seen.shift += one.value; });
  new MutationObserver((_, watcher) => {
    if (!document.querySelector("[data-post]")) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.seen.posts = Math.round(performance.now()))));
  }).observe(document, { childList: true, subtree: true });
}

// A phone on which somebody has signed in, but which has nothing of the page yet.
async function freshPhone(browser, node, signedIn) {
  const context = await browser.newContext({ ...phone, locale: "en-GB", storageState: signedIn });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  return { context, page, cdp };
}

async function firstScreen(browser, node, signedIn) {
  const { context, page, cdp } = await freshPhone(browser, node, signedIn);
  await cdp.send("Network.emulateNetworkConditions", slow);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(`${node.origin}/app`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.seen.posts > 0);
  await page.waitForTimeout(1_500);
  const seen = await page.evaluate(() => window.seen);
  if (process.env.HALLWAY_WATERFALL) {
    const asked = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => [new URL(one.name).pathname, Math.round(one.startTime), Math.round(one.responseStart), Math.round(one.responseEnd), one.transferSize]));
    console.log(seen, asked.map((one) => one.join(" ")).join("\n"));
  }
  await context.close();
  return seen;
}

// Down through the whole home, as fast as it comes.
function scrollDown(most) {
  return new Promise((resolve) => {
    const known = (window.met ??= new Set());
    let kept = 0, still = 0;
    const turn = () => {
      const shown = document.querySelectorAll("#home [data-post]");
      const before = known.size;
      shown.forEach((one) => known.add(one.dataset.post));
      kept = Math.max(kept, shown.length);
      still = known.size === before ? still + 1 : 0;
      if (known.size >= most || still > 900) return resolve({ met: known.size, kept });
      scrollBy(0, 2_000);
      requestAnimationFrame(turn);
    };
    turn();
  });
}

// How long each task of the page's own thread kept a processor: what others do on the machine
// meanwhile does not count.
function tasksIn(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const own = new Set(traceEvents.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain").map((one) => `${one.pid} ${one.tid}`));
  const tasks = traceEvents.filter((one) => one.name.endsWith("RunTask") && one.tdur && own.has(`${one.pid} ${one.tid}`)).map((one) => Math.round(one.tdur / 1000));
  if (!tasks.length) throw new Error("the trace tells of no task");
  return tasks;
}

async function memory(cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name) => metrics.find((one) => one.name === name).value;
  return { mib: Math.round((of("JSHeapUsedSize") / 1048576) * 10) / 10, nodes: of("Nodes") };
}

await session("measures", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  sides.push(node);
  await furnish(node, folder);
  const browser = await openBrowser();
  try {
    const staff = new Staff(node, "hal", shots);
    await staff.open(browser, phone);
    await staff.signIn();
    const signedIn = await staff.context.storageState();
    await staff.close();

    await step(`on a slow phone the first posts are there within ${1.5 * slack} s`, async () => {
      let best = null;
      for (let n = 0; n < 2 || (n < 8 && best.posts > 1_500 * slack); n += 1) {
        const seen = await firstScreen(browser, node, signedIn);
        if (!best || seen.posts < best.posts) best = seen;
      }
      figure("first posts on the screen", best.posts, 1_500, "ms");
      figure("largest contentful paint", best.paint, 2_500, "ms");
      figure("longest task at 4x slow-down", Math.max(0, ...best.long), 400, "ms");
      figure("layout shift", Math.round(best.shift * 1000) / 1000, 0.1, "");
    });
    await step(`${posts} posts are scrolled through without a pause, in bounded memory`, async () => {
      const { context, page, cdp } = await freshPhone(browser, node, signedIn);
      await cdp.send("Performance.enable");
      await page.goto(`${node.origin}/app`);
      await page.locator("[data-post]").first().waitFor();
      await page.evaluate(scrollDown, 600);
      const begun = await memory(cdp);
      await browser.startTracing(page, { categories: ["toplevel"] });
      const start = Date.now();
      const { met, kept } = await page.evaluate(scrollDown, posts);
      const seconds = (Date.now() - start) / 1000;
      const tasks = tasksIn(await browser.stopTracing());
      const then = await memory(cdp);
      console.log(`      ${met} posts in ${seconds.toFixed(1)} s; ${tasks.filter((one) => one > 50).length} of ${tasks.length} tasks over 50 ms; ${begun.mib} MiB and ${begun.nodes} nodes after 600 posts`);
      if (met < posts) throw new Error(`only ${met} posts were met`);
      figure("longest task while scrolling", tasks.reduce((a, b) => Math.max(a, b), 0), 100, "ms");
      figure("posts in the document at a time", kept, 140, "");
      figure("memory at the end", then.mib, begun.mib * 1.5 + 5, "MiB");
      figure("nodes at the end", then.nodes, Math.round(begun.nodes * 1.5), "");
      await context.close();
    });
  } finally {
    await browser.close();
  }
});
end();
