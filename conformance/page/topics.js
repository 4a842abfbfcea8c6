// Topics, as somebody goes through them: what is spoken of and by whom, one topic with the people who
// know, its open questions and what is close to it; followed, and asked in. On the phone and on the
// desktop, and from right to left.

import { mkdirSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

// Three colleagues whom hal does not follow speak of the kiln, each with a tag; one asks; what the
// tunnel is nobody tagged.
async function furnish(node) {
  for (const name of ["lena", "tom", "ida"]) await node.run("account", "add", name, "--data", node.data);
  await node.start();
  const people = {};
  for (const name of ["Lena", "Tom", "Ida"]) {
    const one = (people[name] = await memberOf(node, name.toLowerCase()));
    await one("PATCH", "/api/v1/accounts/update_credentials", { display_name: name, discoverable: true });
    for (const status of ["The #kiln needs a slower ramp for this #glaze.", "Burner nozzles of the #kiln: clean them each month."]) {
      await one("POST", "/api/v1/statuses", { status: `${status} So says ${name}.`, visibility: "public" });
    }
    await one("POST", "/api/v1/statuses", { status: `The conveyor belt squeaks, ${name} heard it.`, visibility: "public" });
  }
  const asked = await people.Tom("POST", "/api/v1/statuses", { status: "Who has a spare thermocouple for the #kiln?", visibility: "public", hallway: { question: true } });
  const [first] = await people.Lena("GET", `/api/v1/timelines/tag/glaze`);
  await people.Ida("POST", `/api/v1/statuses/${first.id}/favourite`);
  await people.Tom("POST", `/api/v1/statuses/${first.id}/reblog`);
  await until("the topics", async () => {
    const { trending, recurring } = await node.api("GET", "/api/hallway/v1/topics");
    const { related, people: know } = await node.api("GET", "/api/hallway/v1/topics/kiln");
    const voices = await node.api("GET", "/api/hallway/v1/trends/people");
    return [trending, recurring, related, know, voices].every((list) => list.length > 0);
  }, 30);
  return { asked, people };
}

// What stands under a heading, up to the next.
const under = (page, heading) => page.locator(`h2:text-is(${JSON.stringify(heading)}) + *`);

async function spokenOf(staff, size) {
  const { page } = staff;
  await step(`${size}: what many write about, what keeps coming up, whom one did not know`, async () => {
    await staff.go("/app/topics");
    await under(page, "Many write about").getByRole("link", { name: /^#kiln 3 people/ }).waitFor();
    await under(page, "What keeps coming up").getByRole("link", { name: "conveyor belt" }).waitFor();
    const voice = page.getByRole("article", { name: /^(Lena|Tom|Ida)$/ }).first();
    await voice.getByText("writes about").waitFor();
    await voice.locator("[data-post]").first().waitFor();
    await staff.look(`${size}-topics`);
  });
}

async function oneTopic(staff, size, node, asked) {
  const { page } = staff;
  await step(`${size}: a topic shows who knows, what is asked, what is close and what was written`, async () => {
    await page.getByRole("link", { name: /^#kiln/ }).first().click();
    await page.getByRole("heading", { name: "#kiln", exact: true }).waitFor();
    await page.getByText("7 posts this week").waitFor();
    await under(page, "Close to it").getByRole("link", { name: "#glaze" }).waitFor();
    await under(page, "Who knows about it").getByRole("button", { name: /^Ask (Lena|Tom|Ida)$/ }).first().waitFor();
    await under(page, "Waiting for an answer").getByText("Who has a spare thermocouple").waitFor();
    await shows(() => page.getByRole("feed").locator("[data-post]").count(), 7);
    await staff.look(`${size}-topic`);
  });
  await step(`${size}: it is followed by the keyboard, and left again`, async () => {
    await page.getByRole("button", { name: "Follow", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Following", pressed: true }).waitFor();
    await page.getByText("1 follower").waitFor();
    await shows(async () => (await node.api("GET", "/api/v1/followed_tags")).map((one) => one.name), ["kiln"]);
    await staff.go("/app/topics");
    await under(page, "That you follow").getByRole("link", { name: /^#kiln/ }).click();
    await page.getByRole("button", { name: "Following", pressed: true }).press("Space");
    await page.getByRole("button", { name: "Follow", exact: true, pressed: false }).waitFor();
    await shows(() => node.api("GET", "/api/v1/followed_tags"), []);
  });
  await step(`${size}: who cannot follow is told why, and nothing is claimed`, async () => {
    await page.route("**/api/v1/tags/kiln/follow", (route) => route.fulfill({ status: 503, json: { error: "busy" } }));
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await page.getByRole("status").getByText(/busy/).waitFor();
    await page.getByRole("button", { name: "Follow", exact: true, pressed: false }).waitFor();
    await page.unroute("**/api/v1/tags/kiln/follow");
    staff.wrong = staff.wrong.filter((one) => !/503/.test(one)); // the browser says that, too
  });
  await step(`${size}: everybody is asked there, and it waits for an answer there`, async () => {
    await page.getByRole("button", { name: "Ask everybody" }).click();
    await page.getByRole("button", { name: "It is a question", pressed: true }).waitFor();
    const text = page.getByRole("textbox", { name: "What do you want to say?" });
    await shows(() => text.inputValue(), " #kiln");
    await text.fill(`How hot is the shell, asks the ${size}? #kiln`);
    await page.getByRole("button", { name: "Post", exact: true }).click();
    await until("the question", async () => (await node.api("GET", "/api/hallway/v1/questions?tag=kiln")).length > 1);
    await staff.go("/app/topics/kiln");
    await page.locator(".line").getByText(`asks the ${size}`).waitFor();
    const [mine] = await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=1`);
    await node.api("DELETE", `/api/v1/statuses/${mine.id}`);
  });
  await step(`${size}: the question of a colleague is answered from there`, async () => {
    await page.locator(`.line [data-post="${asked.id}"]`).getByRole("button", { name: "Reply" }).click();
    await page.getByRole("dialog", { name: "Reply to Tom" }).waitFor();
    await page.getByRole("button", { name: "Discard the draft" }).click();
  });
}

async function words(staff, size) {
  const { page } = staff;
  await step(`${size}: words that nobody tagged are a topic, too`, async () => {
    await staff.go("/app/topics");
    await under(page, "What keeps coming up").getByRole("link", { name: "conveyor belt" }).click();
    await page.getByRole("heading", { name: "conveyor belt", exact: true }).waitFor();
    await shows(() => page.getByRole("button", { name: "Follow", exact: true }).count(), 0);
    await shows(() => page.locator(".line [data-post]").count(), 3);
    await page.getByRole("link", { name: "Search for more" }).click();
    await page.waitForURL(/\/app\/search\?q=%22conveyor/);
  });
  await step(`${size}: a topic of which nobody has spoken says so`, async () => {
    await staff.go("/app/topics/nobodysaidthis");
    await page.getByText("No post with this tag is here.").waitFor();
    await staff.go("/app/topics/no%20such%20words");
    await page.getByText("It is not here, or not for you to see.").waitFor();
    staff.wrong = staff.wrong.filter((one) => !/404/.test(one));
  });
}

// Whether the first letter of a heading stands left of the second, as in "#kiln".
const hashFirst = (heading) => heading.evaluate((box) => {
  const text = document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode();
  const [first, second] = [0, 1].map((at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  });
  return first < second;
});

async function fromTheRight(browser, node, signedIn) {
  const staff = new Staff(node, "hal", shots);
  await staff.open(browser, { ...phone, storageState: signedIn });
  await staff.context.addInitScript(() => localStorage.setItem("hallway.language", "ar"));
  await step("from right to left, light and dark: topics and a topic are without fault", async () => {
    for (const [name, path] of [["topics", "/app/topics"], ["topic", "/app/topics/kiln"]]) {
      await staff.go(path);
      await staff.page.locator("[data-post]").first().waitFor();
      await shows(() => staff.page.evaluate(() => document.documentElement.dir), "rtl");
      if (name === "topic") await shows(() => hashFirst(staff.page.getByRole("heading", { level: 1 })), true);
      for (const colorScheme of ["light", "dark"]) {
        await staff.page.emulateMedia({ colorScheme });
        await staff.look(`phone-arabic-${colorScheme}-${name}`);
      }
    }
    equal(staff.wrong, []);
  });
  await staff.close();
}

await session("topics", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  sides.push(node);
  const { asked } = await furnish(node);
  const browser = await openBrowser();
  try {
    let signedIn;
    for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
      const staff = new Staff(node, "hal", shots);
      await staff.open(browser, screen);
      await staff.signIn();
      signedIn = await staff.context.storageState();
      await spokenOf(staff, size);
      await oneTopic(staff, size, node, asked);
      await words(staff, size);
      await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
      await staff.close();
    }
    await fromTheRight(browser, node, signedIn);
  } finally {
    await browser.close();
  }
});
end();
