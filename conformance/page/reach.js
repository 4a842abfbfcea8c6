// From signing in to a reply from another node: whom a post will reach is said before it is sent,
// polls, posts for later, drafts and quotes are written, one's profile is kept, and colleagues are
// found. Two nodes: a department and a sister department.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

async function nodeAt(host, folder) {
  mkdirSync(folder);
  const node = new HallwaySide({ binary, host, port: await freePort(host), folder });
  await node.create();
  return node;
}

// Somebody else of a node, through its API.
async function somebody(node, name) {
  await node.run("account", "add", name, "--data", node.data);
  return memberOf(node, name);
}

const text = (page) => page.getByRole("textbox", { name: "What do you want to say?" });
const reach = (page) => page.getByRole("status", { name: "Who it will reach" });
async function begin(staff) {
  await staff.page.getByRole("button", { name: "Write" }).click();
  await text(staff.page).waitFor();
}
const audience = (page, label) => page.getByLabel("Who may read it").selectOption({ label });
const post = (page) => page.getByRole("button", { name: "Post", exact: true }).click();

async function aimAndReply(staff, here, there) {
  const { page } = staff;
  await step("before it is sent, it says whom a post will reach", async () => {
    await begin(staff);
    await audience(page, "Our organization");
    await reach(page).getByText(new RegExp(`It reaches everybody here and 1 at .*${there.domain}`)).waitFor();
    await shows(() => reach(page).getByText("It leaves our organization.").count(), 0);
    await audience(page, "This department");
    await reach(page).getByText("It reaches everybody here.", { exact: true }).waitFor();
    await audience(page, "Only those I mention");
    await reach(page).getByText("It reaches nobody yet.").waitFor();
    await text(page).fill(`@yuki@${there.domain} @dave@far.example`);
    await reach(page).getByText(new RegExp(`It reaches 1 at .*${there.domain}`)).waitFor();
    await reach(page).getByText(/Not known here yet: @dave@far.example/).waitFor();
  });
  await step("with a warning where it leaves the organization", async () => {
    await audience(page, "Everybody");
    await reach(page).getByText("It leaves our organization.").waitFor();
    await staff.lookInBoth("phone-reach");
  });
  await step("and says so where it does not know", async () => {
    await page.route("**/api/hallway/v1/audience", (route) => route.abort());
    await audience(page, "My followers");
    await reach(page).getByText("Who it will reach could not be found out.").waitFor();
    staff.wrong.length = 0; // the browser says that, too
    await page.unroute("**/api/hallway/v1/audience");
    await reach(page).getByRole("button", { name: "Try again" }).click();
    await reach(page).getByText(new RegExp(`2 at .*${there.domain}`)).waitFor();
  });
  await step("what is posted arrives there, and the reply here", async () => {
    await audience(page, "Our organization");
    await text(page).fill("Who has a spare bearing for the crane?");
    await post(page);
    const arrived = await until("the post", async () => (await there.api("GET", "/api/v1/timelines/home")).find((one) => one.content.includes("spare bearing")));
    await there.api("POST", "/api/v1/statuses", { status: `@hal@${here.domain} We have two.`, in_reply_to_id: arrived.id });
    await staff.go("/app/notifications");
    await page.locator("article", { hasText: "We have two." }).locator("a[data-open]").first().click();
    await page.locator(".focus").getByText("We have two.").waitFor();
    await page.getByText("Who has a spare bearing for the crane?").waitFor();
    await staff.lookInBoth("phone-remote-reply");
  });
}

async function writeAll(staff, here, folder) {
  const { page } = staff;
  const mine = async (words) => (await here.api("GET", `/api/v1/accounts/${here.me.id}/statuses?limit=5`)).find((one) => one.content.includes(words));
  await step("a poll is written and posted", async () => {
    await staff.go("/app");
    await begin(staff);
    await text(page).fill("Which day?");
    await page.getByRole("button", { name: "Poll", exact: true }).click();
    await page.getByLabel("Option 1", { exact: true }).fill("Monday");
    await shows(() => page.getByRole("button", { name: "Post", exact: true }).isDisabled(), true);
    await page.getByLabel("Option 2", { exact: true }).fill("Friday");
    await page.getByLabel("Open for").selectOption({ label: "3 days" });
    await staff.lookInBoth("phone-poll");
    await post(page);
    const made = await until("the poll", () => mine("Which day?"));
    equal(made.poll.options.map((one) => one.title), ["Monday", "Friday"]);
  });
  await step("a picture keeps in sight what one chose, and a failed upload can be tried again", async () => {
    const file = `${folder}/wall.png`;
    writeFileSync(file, picture(64, 48));
    await begin(staff);
    await page.route("**/api/v2/media", (route) => route.fulfill({ status: 503, json: { error: "full" } }));
    await page.locator("dialog input[type=file]").setInputFiles(file);
    await page.getByText("wall.png was not uploaded.").waitFor();
    staff.wrong.length = 0;
    await page.unroute("**/api/v2/media");
    await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Choose what stays in sight" }).click();
    await page.getByLabel("Across").focus();
    for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
    await page.getByLabel("Describe it for who cannot see it").fill("A grey wall");
    await staff.lookInBoth("phone-focus");
    await text(page).fill("The wall");
    await post(page);
    const made = await until("the picture", () => mine("The wall"));
    equal([made.media_attachments[0].meta.focus.x.toFixed(2), made.media_attachments[0].description], ["0.20", "A grey wall"]);
  });
  await step("what was posted is edited, and left as it is where nothing changed", async () => {
    const made = await mine("The wall");
    await staff.go(`/app/@hal/${made.id}`);
    const card = page.locator(`[data-post="${made.id}"]`).first();
    const edit = async () => {
      await card.getByLabel("More about this post").click();
      await card.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("heading", { name: "Edit the post" }).waitFor();
    };
    await edit();
    await shows(() => text(page).inputValue(), "The wall");
    await page.getByLabel("Describe it for who cannot see it").fill("A wall of grey bricks");
    await staff.lookInBoth("phone-edit");
    await page.keyboard.press("Escape");
    await edit();
    await shows(() => page.getByLabel("Describe it for who cannot see it").inputValue(), "A wall of grey bricks");
    await text(page).fill("The wall, before it was painted");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed", { exact: true }).waitFor();
    await card.getByText("edited", { exact: false }).first().waitFor();
    const now = await until("the edit", () => mine("The wall, before it was painted"));
    equal([now.id, now.media_attachments[0].description, now.media_attachments[0].meta.focus.x.toFixed(2)], [made.id, "A wall of grey bricks", "0.20"]);
    await edit();
    await page.keyboard.press("Escape");
    await shows(() => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes(".edit-"))), []);
  });
  await step("several drafts lie side by side", async () => {
    await begin(staff);
    await text(page).fill("The first thought");
    await page.getByRole("button", { name: "Drafts" }).click();
    await page.getByRole("button", { name: "Begin another post" }).click();
    await text(page).fill("The second thought");
    await page.getByRole("button", { name: "Drafts" }).click();
    await page.getByRole("button", { name: /^The first thought/ }).waitFor();
    await staff.lookInBoth("phone-drafts");
    await page.getByRole("button", { name: /^The first thought/ }).click();
    await shows(() => text(page).inputValue(), "The first thought");
    await page.getByRole("button", { name: "Discard the draft" }).last().click();
  });
  await step("a post for later is listed, put off, and taken back into the drafts", async () => {
    await begin(staff);
    await text(page).fill("Good morning");
    await page.getByRole("button", { name: "Post later" }).click();
    await page.getByLabel("Post it on").fill("2099-01-02T09:00");
    await staff.lookInBoth("phone-later");
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    await page.getByText(/^Will be posted .*2 January 2099/).waitFor();
    await staff.go("/app/scheduled");
    await page.getByRole("button", { name: "Change the time" }).click();
    await page.getByLabel("Post it on").fill("2099-01-03T09:00");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/3 January 2099/).waitFor();
    await staff.lookInBoth("phone-scheduled");
    await page.getByRole("button", { name: "Take back into the drafts" }).click();
    await page.getByText("Nothing is scheduled.").waitFor();
    await shows(() => here.api("GET", "/api/v1/scheduled_statuses"), []);
    await begin(staff);
    await page.getByRole("button", { name: "Drafts" }).click();
    await page.getByRole("button", { name: /^Good morning/ }).waitFor();
    await page.keyboard.press("Escape");
  });
  await step("a post is quoted", async () => {
    const quoted = await mine("The wall, before it was painted");
    await staff.go(`/app/@hal/${quoted.id}`);
    const card = page.locator(`[data-post="${quoted.id}"]`);
    await card.getByLabel("More about this post").click();
    await card.getByRole("button", { name: "Quote" }).click();
    await page.getByText("It quotes").waitFor();
    await text(page).fill("It has been painted");
    await staff.lookInBoth("phone-quote");
    await post(page);
    const made = await until("the quote", () => mine("It has been painted"));
    equal(made.quote.quoted_status.id, quoted.id);
  });
}

async function profiles(staff, here) {
  const { page } = staff;
  await step("one's profile and work are kept", async () => {
    await staff.go("/app/settings/profile");
    await page.getByLabel("Name", { exact: true }).fill("Hal of the Harbour");
    await page.getByLabel("Role").fill("Crane driver");
    await page.getByLabel("Team").fill("Harbour");
    await page.getByLabel("Reports to").fill("@lena");
    await page.getByLabel("Skills, separated by commas").fill("cranes, C++");
    await page.getByRole("button", { name: "Another fact" }).click();
    await page.getByLabel("Fact 1", { exact: true }).fill("Room");
    await page.getByLabel("What fact 1 says").fill("12");
    await staff.lookInBoth("desktop-own-profile");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const [me, work] = await Promise.all([here.api("GET", "/api/v1/accounts/verify_credentials"), here.api("GET", "/api/hallway/v1/profile")]);
    equal([me.display_name, me.source.fields.map((one) => `${one.name}: ${one.value}`), work.title, work.manager.acct, work.skills.map((one) => one.name)],
      ["Hal of the Harbour", ["Room: 12"], "Crane driver", "lena", ["cranes", "C++"]]);
  });
  await step("a work profile that is refused says why and stays in the form", async () => {
    await page.getByLabel("Reports to").fill("@nobody");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").waitFor();
    staff.wrong.length = 0;
    await shows(() => page.getByLabel("Reports to").inputValue(), "@nobody");
    await page.getByLabel("Reports to").fill("@lena");
    await page.getByText("Not saved yet.").waitFor({ state: "hidden" });
  });
  await step("a picture of oneself is set", async () => {
    const group = page.getByRole("group", { name: "Picture", exact: true });
    const before = await group.locator("img").getAttribute("src");
    await group.locator("input[type=file]").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture(40, 40) });
    await until("the picture", async () => (await group.locator("img").getAttribute("src")) !== before);
  });
  await step("a colleague's skill is endorsed, and they are muted and heard again", async () => {
    await staff.go("/app/@lena");
    await page.getByRole("button", { name: "Say that Lena knows about welding" }).click();
    await page.getByText("1 colleague says so").waitFor();
    await page.getByLabel("More about Lena").click();
    await page.getByRole("button", { name: "Mute", exact: true }).click();
    await page.getByText("Muted: you hear nothing of them.").waitFor();
    await staff.lookInBoth("desktop-colleague");
    await page.getByLabel("More about Lena").click();
    await page.getByRole("button", { name: "No longer mute" }).click();
    await page.getByText("Muted: you hear nothing of them.").waitFor({ state: "hidden" });
  });
  await step("somebody is reported", async () => {
    await page.getByLabel("More about Lena").click();
    await page.getByRole("button", { name: "Report", exact: true }).click();
    await page.getByLabel("What is wrong?").fill("Only a drill");
    await staff.lookInBoth("desktop-report");
    await page.getByRole("dialog").getByRole("button", { name: "Report", exact: true }).click();
    await page.getByText("Reported to those who look after this node").waitFor();
  });
}

async function colleagues(staff, here, size) {
  const { page } = staff;
  await step(`${size}: colleagues are listed, and found by skill and by word`, async () => {
    await staff.go("/app/people");
    await page.getByRole("link", { name: "Lena", exact: true }).waitFor();
    await staff.lookInBoth(`${size}-people`);
    await until("the index", async () => (await here.api("GET", "/api/hallway/v1/people?skill=welding")).people.length > 0);
    await page.getByRole("searchbox", { name: "Name, skill, team or place" }).fill("welding");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Skill: welding" }).click();
    await page.getByRole("link", { name: "Lena", exact: true }).waitFor();
    await shows(() => page.locator(".row").count(), 1);
    await staff.lookInBoth(`${size}-people-found`);
  });
  await step(`${size}: who reports to whom stands as a tree and as a table`, async () => {
    await staff.go("/app/people/chart");
    const fold = page.getByRole("button", { name: "1 person reports to Lena" });
    const below = page.locator("li li").getByRole("link", { name: "Hal of the Harbour" });
    await below.waitFor();
    await staff.lookInBoth(`${size}-chart`);
    await fold.click();
    await shows(async () => [await below.count(), await fold.getAttribute("aria-expanded")], [0, "false"]);
    await page.getByRole("button", { name: "Table" }).click();
    await shows(() => page.getByRole("row", { name: /Hal of the Harbour/ }).getByRole("link").allTextContents(), ["Hal of the Harbour", "Harbour", "Lena"]);
    await staff.lookInBoth(`${size}-chart-table`);
  });
}

await session("reach", async (folder, sides) => {
  const here = await nodeAt("127.0.0.1", `${folder}/here`);
  const there = await nodeAt("127.0.0.2", `${folder}/there`);
  sides.push(here, there);
  await Promise.all([here.start(), there.start()]);
  await here.run("partner", "add", "--data", here.data, there.domain, "--relation", "sibling");
  await there.run("partner", "add", "--data", there.data, here.domain, "--relation", "sibling");
  const lena = await somebody(here, "lena");
  await somebody(there, "yuki");
  await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Lena", discoverable: true });
  await lena("PATCH", "/api/hallway/v1/profile", { title: "Head of the yard", team: "Harbour", place: "House 2", skills: ["welding"] });
  await here.api("PATCH", "/api/v1/accounts/update_credentials", { discoverable: true });
  await here.api("GET", `/api/v2/search?resolve=true&q=${encodeURIComponent(`@yuki@${there.domain}`)}`);
  await there.follow(here);
  await until("the follower", () => here.isFollowedBy());

  const browser = await openBrowser();
  try {
    const onPhone = new Staff(here, "hal", shots);
    await onPhone.open(browser, phone);
    await step("signing in leads to the page", () => onPhone.signIn());
    await aimAndReply(onPhone, here, there);
    await writeAll(onPhone, here, folder);
    await step("nothing failed unseen, nothing was asked elsewhere", async () => equal(onPhone.wrong, []));
    const atDesk = new Staff(here, "hal", shots);
    await atDesk.open(browser, desktop);
    await atDesk.signIn();
    await profiles(atDesk, here);
    await colleagues(atDesk, here, "desktop");
    await step("nothing failed unseen at the desk", async () => equal(atDesk.wrong, []));
    await colleagues(onPhone, here, "phone");
    await onPhone.close();
    await atDesk.close();
  } finally {
    await browser.close();
  }
});
end();
