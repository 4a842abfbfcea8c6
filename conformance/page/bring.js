// What somebody had elsewhere is brought, and what is done with posts: reactions with emojis between two
// nodes, a quoted post that a filter meets, colleagues of one place. On the phone in light and on the
// desktop in dark, each screen looked at by axe.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

const button = (staff, name) => staff.page.getByRole("button", { name, exact: true });
const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function reactions(staff, size, { lena, far, post, there }) {
  const { page } = staff;
  const shown = page.locator(`[data-post="${post.id}"]`);
  const chips = shown.getByRole("list", { name: "Reactions" });
  await step(`${size}: an emoji is picked by keyboard, and stands below the post`, async () => {
    await staff.go(`/app/@lena/${post.id}`);
    await shown.focus();
    await page.keyboard.press("e");
    await page.getByRole("list", { name: "Emojis at hand" }).waitFor();
    await staff.look(`${size}-react`);
    await page.getByRole("textbox", { name: "Emoji, or what it is called" }).focus();
    await page.keyboard.type("🧉");
    await page.keyboard.press("Enter");
    await chips.getByRole("button", { name: "🧉 1", pressed: true }).waitFor();
    await shows(async () => (await lena("GET", `/api/v1/statuses/${post.id}`)).reactions.map((one) => [one.name, one.count, one.me]), [["🧉", 1, false]]);
  });
  await step(`${size}: one of the node's own is found by a part of its name, and is at hand from then on`, async () => {
    await shown.getByRole("button", { name: "React with an emoji" }).click();
    await page.getByRole("textbox", { name: "Emoji, or what it is called" }).fill("kil");
    await page.getByRole("list", { name: "Found" }).getByRole("button", { name: ":kiln:" }).click();
    await chips.getByRole("button", { name: ":kiln: 1", pressed: true }).click();
    await chips.getByRole("button", { name: ":kiln: 1" }).waitFor({ state: "detached" });
    await shown.getByRole("button", { name: "React with an emoji" }).click();
    await shows(() => page.getByRole("list", { name: "Emojis at hand" }).locator("button").first().locator("img").getAttribute("alt"), ":kiln:");
    await staff.look(`${size}-react-own`);
    await button(staff, "Close").click();
  });
  await step(`${size}: any other is found by what it is called`, async () => {
    await shown.getByRole("button", { name: "React with an emoji" }).click();
    const box = page.getByRole("textbox", { name: "Emoji, or what it is called" });
    await box.fill("teapot");
    await page.getByRole("list", { name: "Found" }).getByRole("button", { name: "🫖" }).waitFor();
    await staff.look(`${size}-react-found`);
    await box.press("Enter");
    await chips.getByRole("button", { name: "🫖 1", pressed: true }).click();
    await chips.getByRole("button", { name: "🫖 1" }).waitFor({ state: "detached" });
  });
  await step(`${size}: a press joins others, and takes that back`, async () => {
    await lena("PUT", `/api/v1/pleroma/statuses/${post.id}/reactions/${encodeURIComponent("🎉")}`);
    await page.reload();
    await chips.getByRole("button", { name: "🎉 1" }).click();
    await chips.getByRole("button", { name: "🎉 2", pressed: true }).waitFor();
    await chips.getByRole("button", { name: "🧉 1" }).click();
    await chips.getByRole("button", { name: "🧉 1" }).waitFor({ state: "detached" });
    await staff.look(`${size}-reactions`);
  });
  await step(`${size}: one sees who liked, boosted, quoted and reacted with what`, async () => {
    await shown.getByLabel("More about this post").click();
    await button(staff, "Who reacted to it").click();
    const dialog = page.getByRole("dialog", { name: "Who reacted to it" });
    for (const title of [/🎉.* 2/, "Boosted by", "Quoted by"]) await dialog.getByRole("heading", { name: title }).waitFor();
    await staff.look(`${size}-touched`);
    await button(staff, "Close").click();
  });
  await step(`${size}: a reaction from another node is counted while its author looks`, async () => {
    const mine = await staff.me("POST", "/api/v1/statuses", { status: `Glazed on the ${size}`, visibility: "public" });
    await staff.go(`/app/@${staff.name}/${mine.id}`);
    const own = page.locator(`[data-post="${mine.id}"]`);
    await own.waitFor();
    await page.waitForTimeout(500); // it listens
    const id = await until("the post is there", async () => (await far("GET", `/api/v2/search?q=${encodeURIComponent(mine.uri)}&resolve=true`)).statuses[0]?.id);
    await far("PUT", `/api/v1/pleroma/statuses/${id}/reactions/${encodeURIComponent("🔥")}`);
    await own.getByRole("button", { name: "🔥 1" }).waitFor();
    await far("PUT", `/api/v1/pleroma/statuses/${id}/reactions/${encodeURIComponent("💯")}`);
    await own.getByRole("button", { name: "💯 1" }).waitFor();
    await staff.go("/app/notifications");
    const told = page.getByRole("link", { name: `${there} reacted to your post` });
    await told.first().waitFor();
    await shows(() => told.count(), 1); // both in one
  });
}

async function quotes(staff, size, { tom, post }) {
  const { page } = staff;
  await step(`${size}: a quoted post that a filter meets is covered, or left out`, async () => {
    const quoting = page.locator("main section:not([hidden]) [data-post]").filter({ hasText: "Look at that" }).first();
    const filter = await staff.me("POST", "/api/v2/filters", { title: "Kilns", context: ["thread"], filter_action: "warn", keywords_attributes: [{ keyword: "firing", whole_word: true }] });
    const { id } = await tom("POST", "/api/v1/statuses", { status: `Look at that, says the ${size}`, quoted_status_id: post.id, visibility: "public" });
    await staff.go(`/app/@tom/${id}`);
    await quoting.getByText("Hidden by your filter Kilns").waitFor();
    await shows(() => quoting.getByText("The first firing").count(), 0);
    await staff.look(`${size}-quote-filtered`);
    await quoting.getByRole("button", { name: "Show anyway" }).click();
    await quoting.getByText("The first firing").waitFor();
    await staff.me("PUT", `/api/v2/filters/${filter.id}`, { filter_action: "hide" });
    await page.reload();
    await quoting.getByText("Look at that").waitFor();
    await shows(async () => [await quoting.getByText("The first firing").count(), await quoting.getByText("Hidden by").count()], [0, 0]);
    await staff.me("DELETE", `/api/v2/filters/${filter.id}`);
  });
}

async function places(staff, size) {
  const { page } = staff;
  await step(`${size}: colleagues of one place are found, and that stays in the address`, async () => {
    await staff.go("/app/people");
    await page.getByRole("link", { name: "Place: House 2" }).first().click();
    await page.getByRole("link", { name: "No longer: Place: House 2" }).waitFor();
    await page.getByText("Tom", { exact: true }).waitFor();
    await shows(async () => [await page.getByText("Lena", { exact: true }).count(), new URL(page.url()).searchParams.get("place")], [0, "House 2"]);
    await staff.look(`${size}-people-of-a-place`);
    await page.getByRole("link", { name: "No longer: Place: House 2" }).click();
    await page.getByText("Lena", { exact: true }).waitFor();
  });
  await step(`${size}: one sees who follows a colleague, and goes there`, async () => {
    await staff.go("/app/@lena");
    await page.getByRole("button", { name: /followers?$/ }).click();
    const dialog = page.getByRole("dialog", { name: /followers?$/ });
    await dialog.getByText(`@${staff.name}`).waitFor();
    await staff.look(`${size}-followers`);
    await dialog.getByRole("link", { name: new RegExp(`@${staff.name}`) }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Edit my profile" }).waitFor();
  });
}

async function bring(staff, size, { away, post }) {
  const { page, node } = staff;
  const here = (name) => `${name}@${node.domain}`;
  const choose = (files) => page.locator("input[type=file]").setInputFiles(files);
  await step(`${size}: files are chosen, and one sees what would be done before anything is`, async () => {
    await staff.go("/app/settings/bring");
    await page.getByText("Choose files").waitFor();
    await choose([
      file("following_accounts.csv", `Account address,Show boosts,Notify on new posts,Languages\r\n${here("lena")},true,false,\r\n${here("tom")},false,true,"en, de"\r\nlena\r\n${away}\r\nnobody@${node.domain},true,false,\r\n`),
      file("bookmarks.csv", `${post.uri}\n`),
      file("lists.csv", `"Kilns, hot ${size}",${here("tom")}\n`),
      file("people.csv", `${here("ann")}\n`),
    ]);
    await page.getByText("Say what each file holds.").waitFor();
    await page.getByRole("combobox", { name: "What people.csv holds" }).selectOption({ label: "People I muted" });
    await staff.look(`${size}-bring-files`);
    await button(staff, "See what would be done").click();
    for (const words of ["Follow 3 people", "1 is so already", "1 line cannot be understood", "Put 1 person on a list", "Mute 1 person", "Bookmark 1 post"]) await page.getByText(words, { exact: true }).waitFor();
    await staff.look(`${size}-bring-plan`);
    await shows(async () => (await staff.me("GET", `/api/v1/accounts/${staff.id}/following`)).map((one) => one.acct), ["lena"]);
  });
  await step(`${size}: asked to wait it waits, is paused, goes on after a reload, and by itself`, async () => {
    let refused = 0;
    await page.route("**/follow", async (route) => {
      refused += 1;
      if (refused > 2) return route.continue();
      await route.fulfill({ status: 429, headers: { "Retry-After": refused === 1 ? "600" : "1" }, contentType: "application/json", body: '{"error":"slowly"}' });
    });
    await button(staff, "Do it").click();
    await page.getByText(/The node asks for a pause/).waitFor();
    await staff.look(`${size}-bring-waits`);
    await button(staff, "Pause").click();
    await page.getByText("Paused.").waitFor();
    await page.reload();
    await page.getByText("Paused.").waitFor();
    await page.getByText("0 of 6").waitFor();
    await button(staff, "Go on").click();
    await page.getByText("5 lines are done.").waitFor();
    equal(refused, 4); // two people, and twice what was refused
    await page.unroute("**/follow");
  });
  await step(`${size}: all of it is done, and what did not work is told and saved`, async () => {
    await page.getByText("Nobody was found at this address.").waitFor();
    await page.getByText("It has no address in it, such as name@server.").waitFor();
    await staff.look(`${size}-bring-ended`);
    const [download] = await Promise.all([page.waitForEvent("download"), button(staff, "Save them: People I follow").click()]);
    equal(readFileSync(await download.path(), "utf8"), `Account address,Show boosts,Notify on new posts,Languages\nlena\nnobody@${node.domain},true,false,\n`);
    const following = await staff.me("GET", `/api/v1/accounts/${staff.id}/following`);
    equal(following.map((one) => one.acct).filter((one) => one !== away).sort(), ["lena", "tom"]);
    const tom = following.find((one) => one.acct === "tom");
    const [bond] = await staff.me("GET", `/api/v1/accounts/relationships?id[]=${tom.id}`);
    equal([bond.showing_reblogs, bond.notifying, bond.languages], [false, true, ["en", "de"]]);
    const list = (await staff.me("GET", "/api/v1/lists")).find((one) => one.title === `Kilns, hot ${size}`);
    await shows(async () => (await staff.me("GET", `/api/v1/lists/${list.id}/accounts`)).map((one) => one.acct), ["tom"]);
    equal([(await staff.me("GET", "/api/v1/mutes"))[0].acct, (await staff.me("GET", "/api/v1/bookmarks"))[0].id], ["ann", post.id]);
    await button(staff, "Finish").click();
    await page.getByText("Choose files").waitFor();
  });
  await step(`${size}: the same once more has nothing left to do`, async () => {
    await choose([file("lists.csv", `"Kilns, hot ${size}",${here("tom")}\n`), file("bookmarks.csv", `${post.uri}\n`)]);
    await button(staff, "See what would be done").click();
    await page.getByRole("heading", { name: "Nothing is left to do" }).waitFor();
  });
}

await session("page", async (folder, sides) => {
  const nodes = [];
  for (const name of ["here", "there"]) {
    const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder: `${folder}/${name}` });
    mkdirSync(`${folder}/${name}`);
    await node.create();
    nodes.push(node);
  }
  const [node, other] = nodes;
  for (const name of ["lena", "tom", "ann", "ben"]) await node.run("account", "add", name, "--data", node.data);
  writeFileSync(`${folder}/kiln.png`, picture(32, 32));
  await node.run("emoji", "add", "kiln", `${folder}/kiln.png`, "--data", node.data);
  sides.push(node, other);
  await node.start();
  await other.start();
  const [lena, tom, far] = [await memberOf(node, "lena"), await memberOf(node, "tom"), await memberOf(other, "hal")];
  await far("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Far" });
  for (const [name, as, place] of [["Lena", lena, "House 1"], ["Tom", tom, "House 2"]]) {
    await as("PATCH", "/api/v1/accounts/update_credentials", { display_name: name, discoverable: true });
    await as("PATCH", "/api/hallway/v1/profile", { title: "Potter", place });
  }

  const browser = await openBrowser();
  try {
    // Each with an account of their own: nobody has done anything yet.
    for (const [size, who, screen] of [["phone", "hal", { ...phone, colorScheme: "light" }], ["desktop", "ben", { ...desktop, colorScheme: "dark" }]]) {
      const post = await lena("POST", "/api/v1/statuses", { status: `The first firing went well, says the ${size}`, visibility: "public" });
      await tom("POST", `/api/v1/statuses/${post.id}/reblog`);
      await tom("POST", "/api/v1/statuses", { status: "Well done", quoted_status_id: post.id, visibility: "public" });
      const staff = new Staff(node, who, shots);
      staff.me = await memberOf(node, who);
      staff.id = (await staff.me("GET", "/api/v1/accounts/verify_credentials")).id;
      const { id } = await lena("GET", "/api/v1/accounts/verify_credentials");
      await staff.me("POST", `/api/v1/accounts/${id}/follow`);
      await staff.open(browser, screen);
      await staff.signIn();
      const seen = { lena, tom, far, post, there: "Far", away: `hal@${other.domain}` };
      await reactions(staff, size, seen);
      await quotes(staff, size, seen);
      await places(staff, size);
      await bring(staff, size, seen);
      await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong.filter((one) => !/429/.test(one)), []));
      await staff.close();
    }
  } finally {
    await browser.close();
  }
});
end();
