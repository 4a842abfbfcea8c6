// A day of somebody of the staff, from signing in to asking who knows, on the phone and on the
// desktop; each screen is looked at by axe in light and dark, and left as a picture.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { peopleApart } from "./apart.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

const screens = [
  ["home", "/app", "[data-post]"],
  ["who-knows", "/app/who-knows?q=salt%20spray", "ol article"],
  ["search", "/app/search?q=salt", "section [data-post]"],
  ["notifications", "/app/notifications", ".told"],
  ["profile", "/app/@hal", ".profile"],
  ["settings", "/app/settings", "fieldset"],
  ["requests", "/app/requests", "fieldset"],
];

async function lookAround(staff, size) {
  for (const [name, path, there] of screens) {
    await step(`${size}: ${name} is without fault, light and dark`, async () => {
      await staff.go(path);
      await staff.page.locator(there).first().waitFor();
      await staff.lookInBoth(`${size}-${name}`);
    });
  }
}

async function write(staff, size, node, folder) {
  const { page } = staff;
  const file = `${folder}/wall.png`;
  writeFileSync(file, picture(64, 48));
  await step(`${size}: a draft outlives the tab`, async () => {
    await staff.go("/app");
    await page.getByRole("button", { name: "Write" }).click();
    await page.getByRole("textbox", { name: "What do you want to say?" }).pressSequentially(`Seen on the ${size} #pier`);
    await page.waitForTimeout(1_200);
    await page.reload();
    await page.getByRole("button", { name: "Write" }).click();
    await shows(() => page.getByRole("textbox", { name: "What do you want to say?" }).inputValue(), `Seen on the ${size} #pier`);
  });
  await step(`${size}: a picture with its description is posted, for this department`, async () => {
    await page.locator("dialog input[type=file]").setInputFiles(file);
    await page.getByLabel("Describe it for who cannot see it").fill("A grey wall");
    await page.getByLabel("Who may read it").selectOption({ label: "This department" });
    await staff.look(`${size}-compose`);
    await page.getByRole("button", { name: "Post", exact: true }).click();
    const made = await until("the post", async () => {
      const posts = await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=5`);
      return posts.find((one) => one.content.includes(`Seen on the ${size}`));
    });
    equal([made.local_only, made.media_attachments[0]?.description], [true, "A grey wall"]);
  });
  await step(`${size}: what was posted waits at the top, and is shown when asked for`, async () => {
    await page.getByRole("button", { name: /new post/ }).click();
    await page.locator("#home [data-post]").first().getByText(`Seen on the ${size}`).waitFor();
  });
}

async function read(staff, size, node, lena) {
  const { page } = staff;
  await step(`${size}: what others write arrives without a jump`, async () => {
    await staff.go("/app");
    await page.locator("#home [data-post]").first().waitFor();
    await page.waitForTimeout(700); // until it listens
    const before = await page.locator("#home [data-post]").first().getAttribute("data-post");
    await lena("POST", "/api/v1/statuses", { status: `Tide tables for ${size}`, visibility: "public" });
    await page.getByRole("button", { name: "1 new post" }).waitFor();
    await shows(() => page.locator("#home [data-post]").first().getAttribute("data-post"), before);
    await page.keyboard.press(".");
    await page.locator("#home [data-post]").first().getByText(`Tide tables for ${size}`).waitFor();
  });
  await step(`${size}: a post is liked by the keyboard, and its thread opened`, async () => {
    await page.locator("#home [data-post]").first().focus();
    await page.keyboard.press("l");
    await until("the like", async () => (await node.api("GET", "/api/v1/favourites?limit=1"))[0]?.content.includes(`Tide tables for ${size}`));
    await page.keyboard.press("Enter");
    await page.locator(".focus [data-post]").waitFor();
    await staff.look(`${size}-thread`);
  });
  await step(`${size}: who knows is asked, and asked in turn`, async () => {
    await page.getByRole("searchbox", { name: "Who knows about …?" }).fill("salt spray");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ask Lena" }).click();
    await shows(() => page.getByRole("textbox", { name: "What do you want to say?" }).inputValue(), "@lena salt spray");
    await page.getByRole("button", { name: "Discard the draft" }).click();
  });
  await step(`${size}: everybody is asked, and an answer accepted`, async () => {
    await page.getByRole("button", { name: "Ask everybody" }).click();
    await page.getByRole("button", { name: "It is a question", pressed: true }).waitFor();
    await page.getByRole("textbox", { name: "What do you want to say?" }).fill(`Who mends cranes, asks the ${size}?`);
    await page.getByRole("button", { name: "Post", exact: true }).click();
    const question = await until("the question", async () => {
      const open = await node.api("GET", "/api/hallway/v1/questions");
      return open.find((one) => one.content.includes(`asks the ${size}`));
    });
    const answer = await lena("POST", "/api/v1/statuses", { status: "@hal I do", in_reply_to_id: question.id });
    await staff.go(`/app/@hal/${question.id}`);
    await page.locator(".focus").getByText("Waits for an answer").waitFor();
    const card = page.locator(`[data-post="${answer.id}"]`);
    await card.getByLabel("More about this post").click();
    await card.getByRole("button", { name: "Accept as the answer" }).click();
    await card.getByText("Accepted answer").waitFor();
    await page.locator(".focus").getByText("Has an accepted answer").waitFor();
    await staff.look(`${size}-answered`);
  });
}

async function guard(staff, size, node, lena) {
  const { page } = staff;
  await step(`${size}: without the node nothing that was typed is lost`, async () => {
    await staff.go("/app");
    await page.getByRole("button", { name: "Write" }).click();
    await page.getByRole("textbox", { name: "What do you want to say?" }).fill("Written on a train");
    await page.route("**/api/v1/statuses", (route) => route.abort());
    await page.getByRole("button", { name: "Post", exact: true }).click();
    await page.locator(".pending").getByText("Written on a train").waitFor();
    staff.wrong.length = 0; // the browser says that, too
    await page.unroute("**/api/v1/statuses");
    await page.getByRole("button", { name: "Try now" }).click();
    await page.locator(".pending").waitFor({ state: "detached" });
    await until("the post", async () => (await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=5`)).some((one) => one.content.includes("Written on a train")));
  });
  await step(`${size}: a hostile name and text stay text`, async () => {
    await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "<img src=x onerror=alert(1)>\u202Eanel" });
    await lena("POST", "/api/v1/statuses", { status: "<script>alert(1)</script> [x](javascript:alert(1)) http://far.example/tags/%E0%A4%A #pier", visibility: "public" });
    await staff.go("/app");
    await page.getByText("<script>alert(1)</script>").first().waitFor();
    await staff.shot(`${size}-hostile`);
    await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Lena" });
  });
  await step(`${size}: German is spoken where it is chosen`, async () => {
    await staff.go("/app/settings");
    await page.getByLabel("Language of the page").selectOption("de");
    await page.getByRole("heading", { name: "Einstellungen" }).waitFor();
    await shows(() => page.evaluate(() => document.documentElement.lang), "de");
    await page.getByLabel("Sprache der Seite").selectOption("en");
  });
  await step(`${size}: signing out ends it here`, async () => {
    await staff.go("/app/settings");
    page.once("dialog", (dialog) => dialog.accept()); // a draft that would be lost is asked for
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${staff.node.origin}/`);
    await shows(() => page.evaluate(() => localStorage.getItem("hallway.token")), null);
    await staff.go("/app");
    await page.waitForURL(/\/sign-in/);
  });
  await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
}

await session("page", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  await node.run("account", "add", "lena", "--data", node.data);
  sides.push(node);
  await node.start();
  const lena = await memberOf(node, "lena");
  await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Lena", discoverable: true });
  const { id } = await node.api("GET", "/api/v1/accounts/lookup?acct=lena");
  await node.api("POST", `/api/v1/accounts/${id}/follow`);
  const asked = await node.api("POST", "/api/v1/statuses", { status: "Which seals survive the pier?", visibility: "public" });
  await lena("POST", "/api/v1/statuses", { status: "@hal Salt spray ate our seals on the pier; bronze ones last.", in_reply_to_id: asked.id });
  await lena("POST", "/api/v1/statuses", { status: "Salt spray again: the pier crane stands still. #pier", visibility: "public" });
  await until("the index", async () => (await node.api("GET", "/api/hallway/v1/experts?q=salt+spray")).people.length > 0);

  const browser = await openBrowser();
  try {
    for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
      const staff = new Staff(node, "hal", shots);
      await staff.open(browser, screen);
      await step(`${size}: signing in leads to the page`, () => staff.signIn());
      await lookAround(staff, size);
      await write(staff, size, node, folder);
      await read(staff, size, node, lena);
      await guard(staff, size, node, lena);
      await staff.close();
    }
    await node.run("account", "add", "tom", "--data", node.data);
    await peopleApart(browser, { node, folder, shots, say: (status) => lena("POST", "/api/v1/statuses", { status, visibility: "public" }) });
  } finally {
    await browser.close();
  }
});
end();
