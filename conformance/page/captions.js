// Captions of a film, from the file that somebody has to the words that others read in the player: on
// the phone and on the desktop, and on the page that needs no script.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, output, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

// A film of a second, its captions in two languages, and what is none.
async function furnish(folder) {
  const files = { film: `${folder}/film.webm`, vtt: `${folder}/en.vtt`, srt: `${folder}/de.srt`, other: `${folder}/notes.vtt` };
  await output("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1", "-f", "lavfi", "-i", "sine=duration=1",
    "-c:v", "libvpx", "-c:a", "libopus", files.film]);
  writeFileSync(files.vtt, "WEBVTT\n\n00:00.000 --> 00:01.000\nThe kiln hums\n");
  writeFileSync(files.srt, "1\n00:00:00,000 --> 00:00:01,000\nDer Ofen brummt\n");
  writeFileSync(files.other, "Not to be forgotten: milk");
  return files;
}

// What a player shows of the film's words in a language, once it was told to.
const shownIn = (page, language) => page.evaluate(async (wanted) => {
  const player = document.querySelector("video");
  const track = [...player.querySelectorAll("track")].find((one) => one.srclang === wanted);
  const loaded = new Promise((resolve, reject) => { track.onload = resolve; track.onerror = () => reject(new Error("it was not loaded")); });
  track.track.mode = "showing";
  await loaded;
  return [...track.track.cues].map((cue) => cue.text);
}, language);

async function addsCaptions(staff, size, files) {
  const { page } = staff;
  const dialog = page.getByRole("dialog");
  const choose = (file) => page.locator(".captions").locator("xpath=preceding-sibling::input").last().setInputFiles(file);
  await step(`${size}: a film is uploaded, and captions are asked for by the keyboard`, async () => {
    await page.getByRole("button", { name: "Write" }).click();
    await page.getByRole("textbox", { name: "What do you want to say?" }).fill(`The kiln, heard from the ${size}`);
    await page.locator("dialog input[type=file]").first().setInputFiles(files.film);
    await dialog.getByLabel("Describe it for who cannot see it").fill("A kiln that hums");
    await dialog.getByRole("button", { name: "Add captions" }).focus();
    await page.keyboard.press("Enter");
    // Nobody answers the first chooser: the browser takes it as left.
    const left = page.evaluate(() => new Promise((resolve) => document.addEventListener("cancel", () => resolve(true), { once: true, capture: true })));
    await dialog.getByRole("button", { name: "Choose a file" }).click();
    await left;
    page.on("filechooser", () => {});
    await dialog.getByRole("button", { name: "Add captions" }).focus();
    await page.keyboard.press("Tab");
    await shows(() => dialog.getByRole("combobox", { name: "Language of the captions" }).evaluate((one) => one === document.activeElement), true);
    await page.keyboard.press("Tab");
    const opened = page.waitForEvent("filechooser");
    await page.keyboard.press("Enter");
    await (await opened).setFiles(files.vtt);
    await dialog.getByText("Captions added: English").waitFor();
    await shows(() => dialog.getByRole("button", { name: "Add captions" }).evaluate((one) => one === document.activeElement), true);
  });
  await step(`${size}: another language, a file that is none, and one taken back`, async () => {
    await dialog.getByRole("button", { name: "Add captions" }).click();
    await dialog.getByRole("combobox", { name: "Language of the captions" }).selectOption({ label: "German" });
    await choose(files.srt);
    await dialog.getByText("Captions added: Deutsch").waitFor();
    await dialog.getByRole("button", { name: "Add captions" }).click();
    await dialog.getByRole("combobox", { name: "Language of the captions" }).selectOption({ label: "French" });
    await choose(files.other);
    await dialog.getByRole("alert").getByText("The captions were not added.").waitFor();
    await staff.look(`${size}-captions-writing`);
    staff.wrong = staff.wrong.filter((one) => !/422/.test(one)); // the browser says that, too
    await choose(files.vtt);
    await dialog.getByRole("button", { name: "Remove the captions: français" }).click();
    await dialog.getByText("Captions removed: français").waitFor();
  });
  await step(`${size}: they are part of the draft, and of the post`, async () => {
    await page.waitForTimeout(1_200); // until the draft is kept
    await page.reload();
    await page.getByRole("button", { name: "Write" }).click();
    await dialog.getByRole("button", { name: "Remove the captions: Deutsch" }).waitFor();
    await dialog.getByRole("button", { name: "Post", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  });
}

async function reads(staff, node, size) {
  const { page } = staff;
  const made = await until("the post", async () =>
    (await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses`)).find((one) => one.content.includes(`from the ${size}`)));
  await step(`${size}: the player offers both languages and shows what is said`, async () => {
    await staff.go(`/app/@hal/${made.id}`);
    await page.locator("video").waitFor();
    equal(await page.locator("video track").evaluateAll((all) => all.map((one) => [one.kind, one.srclang, one.label])),
      [["captions", "en", "English"], ["captions", "de", "Deutsch"]]);
    await shows(() => shownIn(page, "de"), ["Der Ofen brummt"]);
    await staff.look(`${size}-captions`);
  });
  await step(`${size}: so does the page that needs no script`, async () => {
    await staff.go(`/@hal/${made.id}`);
    await shows(() => shownIn(page, "en"), ["The kiln hums"]);
  });
}

await session("captions", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  sides.push(node);
  await node.start();
  const files = await furnish(folder);
  const browser = await openBrowser();
  try {
    for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
      const staff = new Staff(node, "hal", shots);
      await staff.open(browser, screen);
      await staff.signIn();
      await addsCaptions(staff, size, files);
      await reads(staff, node, size);
      await step(`${size}: nothing failed unseen, nothing was asked elsewhere`, async () => equal(staff.wrong, []));
      await staff.close();
    }
  } finally {
    await browser.close();
  }
});
end();
