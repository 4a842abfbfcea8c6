// The day of an administrator: from the setup link to a partner that does not answer, on the phone
// and on the desktop; each screen is looked at by axe in light and dark, and left as a picture.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

// Does something, and waits until the node has answered it.
async function answered(page, method, act) {
  const [response] = await Promise.all([page.waitForResponse((one) => one.request().method() === method && one.url().includes("/api/")), act()]);
  if (!response.ok()) throw new Error(`${method} ${response.url()} answered ${response.status()}`);
}

const room = (staff, name) => staff.page.getByRole("navigation", { name: "Parts of the administration" }).getByRole("link", { name, exact: true }).click();

async function begin(staff, size) {
  const { page } = staff;
  await step(`${size}: the administration asks the node once, and opens`, async () => {
    await staff.go("/app/admin/begin");
    await page.getByRole("heading", { name: "Your node is running" }).waitFor();
    await page.getByRole("textbox", { name: "Name of the department" }).waitFor();
    await staff.lookInBoth(`${size}-admin-begin`);
  });
  await step(`${size}: the node gets a name and a colour, which pages without script have, too`, async () => {
    await page.getByRole("textbox", { name: "Name of the department" }).fill(`Kilns on the ${size}`);
    await page.getByRole("radio", { name: size === "phone" ? "Plum" : "Moss" }).check();
    await answered(page, "PATCH", () => page.getByRole("button", { name: "Save" }).click());
    const front = await (await fetch(`${staff.node.origin}/`, { headers: { accept: "text/html" } })).text();
    equal([front.includes(`Kilns on the ${size}`), front.includes(`data-accent="${size === "phone" ? "plum" : "moss"}"`)], [true, true]);
  });
  await step(`${size}: an invitation is a link and a code`, async () => {
    await page.getByRole("textbox", { name: "For whom?" }).fill("the kiln");
    await page.getByRole("button", { name: "Make an invitation" }).click();
    await page.getByRole("img", { name: "QR code of the link" }).waitFor();
    await staff.lookInBoth(`${size}-admin-invited`);
    staff.invitation = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
  });
}

// Somebody else, in a browser of their own.
async function join(staff, size, browser, screen) {
  await step(`${size}: who is invited makes an account and takes the first steps`, async () => {
    const newcomer = new Staff(staff.node, `nora${size}`, shots);
    await newcomer.open(browser, screen);
    const { page } = newcomer;
    await page.goto(staff.invitation);
    await newcomer.look(`${size}-invitation`);
    await page.getByLabel("Account name").fill(newcomer.name);
    await page.getByLabel("Your name").fill("Nora");
    await page.getByLabel("Password").fill("glaze and thunder");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("heading", { name: "Welcome, Nora" }).waitFor();
    await page.getByRole("textbox", { name: "What you know" }).fill("Kilns, glazes");
    await answered(page, "PATCH", () => page.getByRole("button", { name: "Save" }).click());
    await page.getByRole("textbox", { name: "Another topic" }).fill("kiln");
    await page.getByRole("textbox", { name: "Another topic" }).press("Enter");
    await page.getByRole("button", { name: "#kiln", pressed: true }).waitFor();
    await page.getByRole("button", { name: "Follow Lena" }).click();
    await page.getByRole("button", { name: "Following Lena" }).waitFor();
    await newcomer.lookInBoth(`${size}-welcome`);
    await page.getByRole("link", { name: "To my home" }).click();
    await page.locator("#home [data-post]").first().getByText("The first firing").waitFor();
    equal(newcomer.wrong, []);
    await newcomer.close();
  });
}

async function moderate(staff, size, node) {
  const { page } = staff;
  await step(`${size}: a report is read with its posts, and closed by what is done`, async () => {
    const tom = await node.api("GET", "/api/v1/accounts/lookup?acct=tom");
    const [asTom, asLena] = [await memberOf(node, "tom"), await memberOf(node, "lena")];
    const post = await asTom("POST", "/api/v1/statuses", { status: `Buy my kilns, says the ${size}`, visibility: "public" });
    await asLena("POST", "/api/v1/reports", { account_id: tom.id, status_ids: [post.id], comment: "Every day", category: "spam" });
    await room(staff, "Overview");
    await page.getByRole("link", { name: "1 report is open" }).click();
    await page.getByRole("link", { name: /About @tom/ }).click();
    await page.getByText("Buy my kilns").waitFor();
    await staff.lookInBoth(`${size}-admin-report`);
    await page.getByRole("button", { name: "I take care of it" }).click();
    await page.getByText("@hal takes care of it").waitFor();
    await page.getByRole("textbox", { name: "What was done about it, for the log" }).fill("Talked to him");
    await page.getByRole("button", { name: "Limit", exact: true }).click();
    await page.getByText("No report is open.").waitFor();
    await page.getByRole("button", { name: "Dealt with" }).click();
    await page.getByRole("link", { name: /About @tom/ }).first().waitFor();
    await staff.lookInBoth(`${size}-admin-reports`);
  });
  await step(`${size}: people are looked for, and somebody's limit is lifted`, async () => {
    await room(staff, "People");
    await page.getByRole("link", { name: /@hal/ }).waitFor();
    await staff.lookInBoth(`${size}-admin-members`);
    await page.getByRole("combobox", { name: "Who", exact: true }).selectOption({ label: "Limited" });
    await page.getByRole("link", { name: /@tom/ }).click();
    await page.getByRole("button", { name: "No longer limit" }).click();
    await page.getByRole("button", { name: "Limit", exact: true }).waitFor();
  });
  await step(`${size}: a role is given, a link for a new password made`, async () => {
    const role = page.getByRole("combobox", { name: "Role", exact: true });
    await answered(page, "PUT", () => role.selectOption({ label: "Moderator" }));
    await page.getByRole("button", { name: "Link for a new password" }).click();
    await page.getByRole("img", { name: "QR code of the link" }).waitFor();
    await staff.lookInBoth(`${size}-admin-member`);
    const shown = JSON.parse(await node.run("account", "show", "tom", "--data", node.data, "--json"));
    equal(shown.role, "moderator");
    await answered(page, "PUT", () => role.selectOption({ label: "Member" }));
  });
  await step(`${size}: nobody does it to themselves`, async () => {
    await room(staff, "People");
    await page.getByRole("link", { name: /@hal/ }).click();
    await page.getByText("This is you.").waitFor();
    await shows(() => page.getByRole("combobox", { name: "Role", exact: true }).count(), 0);
  });
}

// What is the node's own: its logo, its emoji, and what it wants of pictures.
async function brand(staff, size, node, folder) {
  const { page } = staff;
  const file = `${folder}/${size}_kiln.png`;
  writeFileSync(file, picture(64, 48));
  const write = () => page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Write" }).click();
  await step(`${size}: a logo stands at the top of the page, and of those without script`, async () => {
    await room(staff, "This node");
    await answered(page, "PATCH", () => page.getByRole("group", { name: "Logo" }).locator("input[type=file]").setInputFiles(file));
    await page.locator("header .brand img[src*='/media/']").waitFor();
    const front = await (await fetch(`${node.origin}/`, { headers: { accept: "text/html" } })).text();
    const manifest = await (await fetch(`${node.origin}/app/manifest.webmanifest`)).json();
    equal([front.includes('class="logo"'), manifest.icons[0].sizes], [true, "512x512"]);
    await page.getByRole("radio", { name: /^No picture is posted without one/ }).check();
    await answered(page, "PATCH", () => page.getByRole("button", { name: "Save" }).click());
    await staff.lookInBoth(`${size}-admin-site`);
  });
  await step(`${size}: an emoji of the node is brought, offered while one writes, and shown`, async () => {
    await room(staff, "Emoji");
    await page.getByText("This node has no emoji of its own yet.").waitFor();
    await page.getByLabel(/^Picture/).setInputFiles(file);
    await shows(() => page.getByRole("textbox", { name: "Name, without colons" }).inputValue(), `${size}_kiln`);
    await page.getByRole("combobox", { name: "Group" }).fill("Kilns");
    await answered(page, "POST", () => page.getByRole("button", { name: "Add", exact: true }).click());
    await page.getByText(`:${size}_kiln:`).click();
    await staff.lookInBoth(`${size}-admin-emoji`);
    await write();
    await page.getByRole("textbox", { name: "What do you want to say?" }).fill(`Hot :${size}_k`);
    await page.getByRole("option", { name: `:${size}_kiln:` }).waitFor();
    await page.keyboard.press("Enter");
    await answered(page, "POST", () => page.getByRole("button", { name: "Post", exact: true }).click());
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const [post] = await node.api("GET", "/api/v1/timelines/home?limit=1");
    equal(post.emojis.map((one) => one.shortcode), [`${size}_kiln`]);
  });
  await step(`${size}: a picture that needs a description waits for it`, async () => {
    await write();
    await page.locator("dialog input[type=file]").setInputFiles(file);
    await page.getByText(/still needs a description/).waitFor();
    await shows(() => page.getByRole("button", { name: "Post", exact: true }).isDisabled(), true);
    await staff.lookInBoth(`${size}-must-describe`);
    await page.getByRole("textbox", { name: "Describe it for who cannot see it" }).fill("The kiln, glowing");
    await answered(page, "POST", () => page.getByRole("button", { name: "Post", exact: true }).click());
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
  await step(`${size}: what was brought is renamed, hidden and taken away again`, async () => {
    const name = page.getByRole("form", { name: `Change :${size}_kiln:` }).getByRole("textbox", { name: "Name, without colons" });
    await name.fill(`${size}_oven`);
    await page.getByRole("checkbox", { name: "Offered where people choose one" }).uncheck();
    await answered(page, "PATCH", () => page.getByRole("button", { name: "Save" }).click());
    await page.getByText(`:${size}_oven:`).first().waitFor();
    await page.getByText("not offered").waitFor();
    await shows(async () => (await node.api("GET", "/api/v1/custom_emojis"))[0].visible_in_picker, false);
    await page.getByText(`:${size}_oven:`).first().click();
    page.once("dialog", (dialog) => dialog.accept());
    await answered(page, "DELETE", () => page.getByRole("button", { name: "Remove" }).click());
    await page.getByText("This node has no emoji of its own yet.").waitFor();
    await room(staff, "This node");
    await page.getByRole("radio", { name: /^Whoever forgets one/ }).check();
    await answered(page, "PATCH", () => page.getByRole("button", { name: "No logo" }).click());
    await answered(page, "PATCH", () => page.getByRole("button", { name: "Save" }).click());
    await page.locator("header .brand img[src='/assets/icon.svg']").waitFor();
  });
}

async function runIt(staff, size, node) {
  const { page } = staff;
  await step(`${size}: a partner is agreed with, and it is said why a post does not go there`, async () => {
    const post = await node.api("POST", "/api/v1/statuses", { status: "Stays in the house", visibility: "public", local_only: true });
    await room(staff, "Partners");
    await page.getByRole("textbox", { name: "Domain" }).fill(`${size}.partner.example`);
    await page.getByRole("combobox", { name: "What it is to us" }).selectOption({ label: "Sister department" });
    await page.getByRole("button", { name: "Add a partner" }).click();
    await page.getByRole("heading", { name: `${size}.partner.example` }).waitFor();
    await page.getByRole("combobox", { name: "Who asks whom who knows about something" }).selectOption({ label: "We ask it" });
    await page.getByRole("textbox", { name: "Note, for those who run this node" }).fill("Ask Yuki");
    await answered(page, "PUT", () => page.getByRole("button", { name: "Save" }).click());
    await page.getByRole("textbox", { name: "Address or number of the post" }).fill(post.id);
    await page.getByRole("button", { name: "Find out" }).click();
    await page.getByText(/It may not go to/).waitFor();
    await staff.lookInBoth(`${size}-admin-partner`);
    await page.reload();
    await page.getByRole("textbox", { name: "Note, for those who run this node" }).waitFor();
    await shows(() => page.getByRole("textbox", { name: "Note, for those who run this node" }).inputValue(), "Ask Yuki");
    await room(staff, "Partners");
    await page.getByRole("link", { name: new RegExp(`${size}.partner.example`) }).waitFor();
    await staff.lookInBoth(`${size}-admin-partners`);
  });
  await step(`${size}: everybody is told something, and no longer`, async () => {
    await room(staff, "Announcements");
    await page.getByRole("textbox", { name: "What everybody here is told" }).fill("Tea at four");
    await page.getByRole("button", { name: "Announce", exact: true }).click();
    await page.getByText("Tea at four").waitFor();
    await shows(async () => (await node.api("GET", "/api/v1/announcements")).length, 1);
    await staff.lookInBoth(`${size}-admin-announcements`);
    page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Take away" }).click();
    await page.getByText("There are no announcements.").waitFor();
  });
  await step(`${size}: what was refused is said in words, and nothing typed is lost`, async () => {
    await room(staff, "Partners");
    await page.getByRole("textbox", { name: "Domain" }).fill("no domain");
    await page.getByRole("button", { name: "Add a partner" }).click();
    await page.getByText(/The node did not accept it/).waitFor();
    await shows(() => page.getByRole("textbox", { name: "Domain" }).inputValue(), "no domain");
    staff.wrong.length = 0; // the browser says that, too
  });
  await step(`${size}: the node says how it is, drawn and as a table`, async () => {
    await room(staff, "Overview");
    await page.getByRole("heading", { name: "How the node is" }).waitFor();
    await page.locator(".drawing canvas").first().waitFor();
    await page.getByText("As a table").first().click();
    await page.getByRole("columnheader", { name: "People active" }).waitFor();
    await page.getByRole("heading", { name: "Deliveries hour by hour, today and yesterday" }).waitFor();
    await page.screenshot({ path: `${shots}/${size}-admin-overview-whole.png`, fullPage: true });
    await staff.lookInBoth(`${size}-admin-overview`);
  });
  await step(`${size}: what was done stands in the log with who did it`, async () => {
    const done = await node.run("activity", "--data", node.data, "--limit", "80", "--json");
    for (const deed of ["SetSite", "Invite", "SetRole", "MakeResetLink", "AddAnnouncement", "RemoveAnnouncement", "AddEmoji", "ChangeEmoji", "RemoveEmoji"]) {
      if (!done.includes(`"${deed}"`)) throw new Error(`${deed} is not in the log`);
    }
  });
  await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
}

await session("page", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  for (const name of ["lena", "tom"]) await node.run("account", "add", name, "--data", node.data);
  await node.run("account", "role", "hal", "admin", "--data", node.data);
  sides.push(node);
  await node.start();
  const lena = await memberOf(node, "lena");
  await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Lena", discoverable: true });
  await lena("POST", "/api/v1/statuses", { status: "The first firing went well #kiln", visibility: "public" });

  const browser = await openBrowser();
  try {
    for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
      const staff = new Staff(node, "hal", shots);
      await staff.open(browser, screen);
      await staff.signIn();
      await begin(staff, size);
      await join(staff, size, browser, screen);
      await moderate(staff, size, node);
      await brand(staff, size, node, folder);
      await runIt(staff, size, node);
      await staff.close();
    }
  } finally {
    await browser.close();
  }
});
end();
