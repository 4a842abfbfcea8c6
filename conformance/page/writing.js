// What is easily lost while one writes: pictures chosen without a connection, who may quote it, how far
// a post that is to go out later travels, a description that was asked for; and a message that is told
// once, not twice.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

async function begin({ page }, text) {
  await page.getByRole("button", { name: "Write" }).click();
  await page.getByRole("textbox", { name: "What do you want to say?" }).fill(text);
}
const send = ({ page }, name) => page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
const latest = (node) => node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=10`);
const posted = (node, text) => until(`“${text}”`, async () => (await latest(node)).find((one) => one.content.includes(text)));

async function picturesOffline(staff, node, size, file) {
  const { page } = staff;
  const cut = () => page.route("**/api/**", (route) => route.abort());
  const mend = () => page.unroute("**/api/**");
  await step(`${size}: a picture chosen without a connection stays, and is described`, async () => {
    await staff.go("/app");
    await begin(staff, `Seen from the ${size} without a signal`);
    await cut();
    await page.locator("dialog input[type=file]").setInputFiles(file);
    await page.getByText("No connection: it goes along as soon as there is one.").waitFor();
    await page.getByLabel("Describe it for who cannot see it").fill("A wall without a signal");
    await shows(() => page.locator("dialog .file img").evaluate((one) => one.naturalWidth), 64);
    await staff.look(`${size}-picture-waits`);
  });
  await step(`${size}: it outlives the tab as a draft`, async () => {
    await page.waitForTimeout(1_200);
    await mend();
    await page.reload();
    await page.getByRole("button", { name: "Write" }).click();
    await page.waitForFunction(() => document.querySelector("dialog .file img")?.naturalWidth === 64);
    await shows(() => page.getByLabel("Describe it for who cannot see it").inputValue(), "A wall without a signal");
    await cut();
  });
  await step(`${size}: it waits with the post, and both go once there is a connection`, async () => {
    await send(staff, "Post");
    await page.locator(".pending").getByText(`Seen from the ${size}`).waitFor();
    await mend();
    await page.getByRole("button", { name: "Try now" }).click();
    const made = await posted(node, `Seen from the ${size}`);
    equal([made.media_attachments.length, made.media_attachments[0]?.description], [1, "A wall without a signal"]);
    await page.locator(".pending").waitFor({ state: "detached" });
    await shows(() => heldFiles(page), 0);
  });
  await step(`${size}: what the node refuses is said, and can be written on with its picture`, async () => {
    await begin(staff, `Too much for the ${size}`);
    await cut();
    await page.locator("dialog input[type=file]").setInputFiles(file);
    await page.getByText("No connection: it goes along").waitFor();
    await send(staff, "Post without description");
    await page.locator(".pending").getByText("Too much").waitFor();
    await page.route("**/api/v2/media", (route) => route.fulfill({ status: 413, json: { error: "too large" } }));
    await mend();
    await page.getByRole("button", { name: "Try now" }).click();
    await page.getByRole("alert").getByText("larger than the node accepts").waitFor();
    await page.getByRole("button", { name: "Back to writing" }).click();
    await page.waitForFunction(() => document.querySelector("dialog .file img")?.naturalWidth === 64);
    await page.unroute("**/api/v2/media");
    await page.getByRole("button", { name: "Discard the draft" }).click();
    await until("the picture to go as well", async () => (await heldFiles(page)) === 0);
    staff.wrong = staff.wrong.filter((one) => !/ERR_FAILED|413/.test(one)); // the browser says that, too
  });
}

const heldFiles = (page) => page.evaluate(async () => {
  const open = indexedDB.open("hallway-held");
  const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
  const count = db.transaction("files").objectStore("files").count();
  return new Promise((resolve) => (count.onsuccess = () => { db.close(); resolve(count.result); }));
});

async function quotable(staff, node, size) {
  const { page } = staff;
  await step(`${size}: who may quote it is chosen while writing`, async () => {
    await begin(staff, `Not for quoting, says the ${size}`);
    await page.getByRole("button", { name: "Who may quote it" }).click();
    await page.getByRole("combobox", { name: "Who may quote it" }).selectOption({ label: "Nobody else" });
    await staff.look(`${size}-quotable`);
    await page.getByLabel("Who may read it").selectOption({ label: "My followers" });
    await shows(() => page.getByRole("combobox", { name: "Who may quote it" }).count(), 0);
    await page.getByLabel("Who may read it").selectOption({ label: "This department" });
    await send(staff, "Post");
    const made = await posted(node, `says the ${size}`);
    equal([made.quote_approval.automatic, made.local_only], [[], true]);
  });
}

async function completed(staff, node, size) {
  const { page } = staff;
  await step(`${size}: an emoji is put in by what it is called`, async () => {
    await begin(staff, `Lift-off of the ${size} `);
    const box = page.getByRole("textbox", { name: "What do you want to say?" });
    await box.press("End");
    await box.pressSequentially(":rocket");
    await page.getByRole("option", { name: "🚀 rocket", selected: true }).waitFor();
    await staff.shot(`${size}-emoji-called`);
    await box.press("Enter");
    await shows(() => box.inputValue(), `Lift-off of the ${size} 🚀 `);
    await send(staff, "Post");
    await posted(node, `Lift-off of the ${size} 🚀`);
  });
}

async function takenBack(staff, node, size) {
  const { page } = staff;
  await step(`${size}: what was to go out later is taken back as far as it was to go`, async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    await node.api("POST", "/api/v1/statuses", {
      status: `Later, for us, ${size}`, label: "organization", quote_approval_policy: "followers", hallway: { question: true }, scheduled_at: at,
    });
    await staff.go("/app/scheduled");
    await page.getByRole("button", { name: "Take back into the drafts" }).click();
    await page.getByText("Nothing is scheduled.").waitFor();
    await page.getByRole("button", { name: "Write" }).click();
    await page.getByRole("button", { name: "Drafts" }).click();
    await page.getByRole("button", { name: new RegExp(`^Later, for us, ${size}`) }).click();
    await page.getByRole("button", { name: "It is a question", pressed: true }).waitFor();
    await shows(() => page.getByLabel("Who may read it").evaluate((one) => one.selectedOptions[0].label), "Our organization");
    await shows(() => page.getByRole("combobox", { name: "Who may quote it" }).evaluate((one) => one.value), "followers");
    await page.getByRole("button", { name: "Discard the draft" }).click();
  });
}

async function asksForDescriptions(staff, size, file) {
  const { page } = staff;
  await step(`${size}: a description is asked for, unless one has asked not to be`, async () => {
    for (const [asks, word] of [[false, "Post"], [true, "Post without description"]]) {
      await staff.go("/app/settings");
      await page.getByLabel("Ask me to describe pictures before they are posted").setChecked(asks);
      await staff.go("/app");
      await begin(staff, "A wall");
      await page.locator("dialog input[type=file]").setInputFiles(file);
      await page.getByLabel("Describe it for who cannot see it").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: word, exact: true }).waitFor();
      await shows(() => page.getByText("1 file has no description yet.").count(), asks ? 1 : 0);
      await page.getByRole("button", { name: "Discard the draft" }).click();
    }
  });
}

async function toldOnce(staff, node, lena, size) {
  const { page } = staff;
  const counted = (place) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).locator(".count");
  await step(`${size}: a message is told as a message alone, a mention as a notification`, async () => {
    await node.api("POST", "/api/v1/notifications/clear");
    await staff.go("/app");
    await page.locator("[data-post]").first().waitFor();
    await page.waitForTimeout(700); // until it listens
    await lena("POST", "/api/v1/statuses", { status: "@hal psst", visibility: "direct" });
    await counted("Messages").filter({ hasText: "1" }).waitFor();
    await shows(() => counted("Notifications").count(), 0);
    await lena("POST", "/api/v1/statuses", { status: "@hal for all to read", visibility: "public" });
    await counted("Notifications").filter({ hasText: "1" }).waitFor();
    await shows(() => counted("Messages").textContent(), "1");
    for (const { id } of await node.api("GET", "/api/v1/conversations")) await node.api("POST", `/api/v1/conversations/${id}/read`);
  });
}

await session("writing", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  await node.run("account", "add", "lena", "--data", node.data);
  sides.push(node);
  await node.start();
  await node.post("Something to read");
  const lena = await memberOf(node, "lena");
  const file = `${folder}/wall.png`;
  writeFileSync(file, picture(64, 48));
  const browser = await openBrowser();
  try {
    for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
      const staff = new Staff(node, "hal", shots);
      await staff.open(browser, screen);
      await staff.signIn();
      await picturesOffline(staff, node, size, file);
      await completed(staff, node, size);
      await quotable(staff, node, size);
      if (size === "phone") {
        await takenBack(staff, node, size);
        await asksForDescriptions(staff, size, file);
      }
      await toldOnce(staff, node, lena, size);
      await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
      await staff.close();
    }
  } finally {
    await browser.close();
  }
});
end();
