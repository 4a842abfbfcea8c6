// What somebody sets up for themselves: lists of people, what they do not want to read, where they are
// signed in, and their own data as files. On the phone in light and on the desktop in dark, each screen
// looked at by axe.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

const button = (staff, name) => staff.page.getByRole("button", { name, exact: true });
const posts = (staff) => staff.page.locator("main section:not([hidden]) [data-post]");

async function lists(staff, size, lena) {
  const { page } = staff;
  await step(`${size}: a list is made, people are found and put on it`, async () => {
    await staff.go("/app/lists");
    await page.getByRole("textbox", { name: "Name of a new list" }).fill(`Kilns ${size}`);
    await button(staff, "Make a list").click();
    await page.getByRole("heading", { name: `Change Kilns ${size}` }).waitFor();
    await page.getByRole("searchbox", { name: "Add people whom you follow" }).fill("len");
    await button(staff, "Add Lena").click();
    await page.getByText("Lena is on the list").waitFor();
    await page.getByRole("searchbox", { name: "Add people whom you follow" }).fill("");
    await page.getByRole("list", { name: "Add people whom you follow" }).waitFor({ state: "detached" });
    await staff.look(`${size}-list-edit`);
    const [list] = await staff.me("GET", "/api/v1/lists");
    equal([list.title, (await staff.me("GET", `/api/v1/lists/${list.id}/accounts`)).map((one) => one.acct)], [`Kilns ${size}`, ["lena"]]);
  });
  await step(`${size}: what they write comes to the list while one reads it`, async () => {
    await page.getByRole("link", { name: "Read it" }).click();
    await posts(staff).first().waitFor();
    await lena("POST", "/api/v1/statuses", { status: `The glaze holds, says the ${size}`, visibility: "public" });
    await button(staff, "1 new post").click();
    await posts(staff).first().getByText("The glaze holds").waitFor();
    await staff.look(`${size}-list`);
  });
  await step(`${size}: from a profile one sees and changes on which lists somebody is`, async () => {
    await staff.go("/app/@lena");
    await page.getByLabel("More about Lena").click();
    await button(staff, "Lists").click();
    const box = page.getByRole("checkbox", { name: `Kilns ${size}` });
    await shows(() => box.isChecked(), true);
    await staff.look(`${size}-lists-of`);
    await Promise.all([page.waitForResponse((one) => one.request().method() === "DELETE"), box.uncheck()]);
    await button(staff, "Close").click();
    await staff.go("/app/lists");
    await page.getByRole("link", { name: `Change Kilns ${size}` }).click();
    await page.getByText("Nobody is on it yet.").waitFor();
    page.once("dialog", (dialog) => dialog.accept());
    await button(staff, "Delete the list").click();
    await page.getByText("You have no list yet.").waitFor();
    await staff.look(`${size}-lists`);
  });
}

async function filters(staff, size, tom) {
  const { page } = staff;
  const soup = () => posts(staff).filter({ has: page.getByRole("link", { name: /Tom/ }) }).first();
  await step(`${size}: a post that one would rather not read makes a filter, which holds at once`, async () => {
    await tom("POST", "/api/v1/statuses", { status: `Soup for lunch #canteen, says the ${size}`, visibility: "public" });
    await staff.go("/app");
    await soup().getByText("Soup for lunch").waitFor();
    await soup().getByLabel("More about this post").click();
    await button(staff, "Hide posts like this …").click();
    await button(staff, "Add #canteen").click();
    await staff.look(`${size}-filter-post`);
    await button(staff, "Save").click();
    await soup().getByText("Hidden by your filter #canteen").waitFor();
    await shows(() => soup().getByText("Soup for lunch").count(), 0);
    await staff.look(`${size}-filtered`);
    await soup().getByRole("button", { name: "Show anyway" }).click();
    await soup().getByText("Soup for lunch").waitFor();
  });
  await step(`${size}: a filter is changed, and leaves out what it meets`, async () => {
    await staff.go("/app/settings/filters");
    await button(staff, "Change #canteen").click();
    await page.getByRole("radio", { name: "Left out" }).check();
    await page.getByRole("combobox", { name: "How long" }).selectOption({ label: "One week from now" });
    await staff.look(`${size}-filter-edit`);
    await button(staff, "Save").click();
    await page.getByText(/Left out · Everywhere · until/).waitFor();
    await staff.look(`${size}-filters`);
    await page.goto(`${staff.node.origin}/app`);
    await posts(staff).first().waitFor();
    await shows(() => soup().count(), 0);
  });
  await step(`${size}: without the filter everything is there again`, async () => {
    await staff.go("/app/settings/filters");
    page.once("dialog", (dialog) => dialog.accept());
    await button(staff, "Delete #canteen").click();
    await page.getByText(/You have no filter yet/).waitFor();
    await staff.go("/app");
    await soup().getByText("Soup for lunch").waitFor();
  });
}

async function sessions(staff, size) {
  const { page } = staff;
  await step(`${size}: one sees where one is signed in, and signs out everywhere else`, async () => {
    await staff.go("/app/settings/sessions");
    await page.getByText("This one").nth(1).waitFor();
    await shows(() => page.getByText("This one").count(), 2); // the page, and this browser
    await staff.look(`${size}-sessions`);
    page.once("dialog", (dialog) => dialog.accept());
    await button(staff, "Sign out everywhere else").click();
    await page.getByText("You are signed in nowhere else.").waitFor();
    const refused = await staff.me("GET", "/api/v1/lists").then(() => "it is still good", (error) => /401/.test(error.message));
    equal(refused, true);
    await staff.go("/app/settings");
    await page.getByRole("link", { name: "Sessions and apps" }).waitFor();
    await staff.look(`${size}-settings`);
  });
}

// What the browser keeps when that button is pressed.
async function saved(staff, name) {
  const [download] = await Promise.all([staff.page.waitForEvent("download"), button(staff, `Save: ${name}`).click()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

async function ownData(staff, size) {
  const { page, node } = staff;
  await step(`${size}: whom one follows is saved as Mastodon reads it`, async () => {
    await staff.go("/app/settings/data");
    const { name, path } = await saved(staff, "People I follow");
    const lines = readFileSync(path, "utf8").split("\n");
    equal([name, lines[0], lines.slice(1, -1).sort()], ["following_accounts.csv", "Account address,Show boosts,Notify on new posts,Languages", ["lena", "tom"].map((one) => `${one}@${node.domain},true,false,`)]);
    await button(staff, "Save: Servers I block").click();
    await page.getByText("There is nothing to save.").waitFor();
  });
  await step(`${size}: what one wrote is saved whole, what is not public too, in an archive that tar opens`, async () => {
    const { path } = await saved(staff, "Posts and files");
    const outbox = JSON.parse(execFileSync("tar", ["-xOf", path, "outbox.json"]));
    equal(outbox.orderedItems.some((one) => one.object.content?.includes("Only for those who follow me")), true);
    equal(JSON.parse(execFileSync("tar", ["-xOf", path, "actor.json"])).preferredUsername, "hal");
    await page.getByText(/Saved as hal-.*\.tar/).waitFor();
    await staff.look(`${size}-data`);
  });
}

await session("page", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  for (const name of ["lena", "tom"]) await node.run("account", "add", name, "--data", node.data);
  sides.push(node);
  await node.start();
  const [lena, tom] = [await memberOf(node, "lena"), await memberOf(node, "tom")];
  for (const [name, as] of [["Lena", lena], ["Tom", tom]]) {
    await as("PATCH", "/api/v1/accounts/update_credentials", { display_name: name, discoverable: true });
    const { id } = await as("GET", "/api/v1/accounts/verify_credentials");
    await node.api("POST", `/api/v1/accounts/${id}/follow`);
  }
  await lena("POST", "/api/v1/statuses", { status: "The first firing went well #kiln", visibility: "public" });
  await node.api("POST", "/api/v1/statuses", { status: "Only for those who follow me", visibility: "private" });

  const browser = await openBrowser();
  try {
    for (const [size, screen] of [["phone", { ...phone, colorScheme: "light" }], ["desktop", { ...desktop, colorScheme: "dark" }]]) {
      const staff = new Staff(node, "hal", shots);
      staff.me = await memberOf(node, "hal");
      await staff.open(browser, screen);
      await staff.signIn();
      await lists(staff, size, lena);
      await filters(staff, size, tom);
      await ownData(staff, size);
      await sessions(staff, size);
      await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
      await staff.close();
    }
  } finally {
    await browser.close();
  }
});
end();
