// People who write to each other and are cut off: a chat between two, on the phone and on the
// desktop; offline and back; two tabs at once; the next person at the same browser; the app, its
// notifications and what other apps share.

import { writeFileSync } from "node:fs";
import { picture } from "../support/picture.js";
import { until } from "../support/processes.js";
import { equal, step } from "../support/steps.js";
import { desktop, phone, shows, Staff } from "./staff.js";

// One who is at `node` with a browser in which workers work.
async function arrive(browser, node, name, { shots, screen }) {
  const staff = new Staff(node, name, shots);
  await staff.open(browser, screen, { serviceWorkers: "allow" });
  await staff.signIn();
  return staff;
}
const worked = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
// Until the worker has put away what was read there.
const kept = (page, path) => until(`${path} to be kept`, () => page.evaluate(async (wanted) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith("hallway-read-")) continue;
    if ((await (await caches.open(name)).keys()).some((one) => one.url.includes(wanted))) return true;
  }
  return false;
}, path));
const bubble = (page, text) => page.locator("[data-message]").filter({ hasText: text });
const field = (page) => page.getByRole("textbox", { name: /^Message/ });

async function chat(hal, lena, node, folder) {
  await step("chat: who is to read it is picked, an @name in the text adds nobody", async () => {
    await hal.go("/app/messages/new");
    await hal.page.getByRole("combobox", { name: "To" }).pressSequentially("len");
    await hal.page.getByRole("option", { name: /lena/ }).waitFor();
    await hal.page.keyboard.press("Enter");
    await hal.page.getByText("Only you and Lena can read this.").waitFor();
    await field(hal.page).fill("Shall we ask @tom about the crane?");
    await hal.page.getByText("An @name adds nobody").waitFor();
    await hal.page.keyboard.press("Enter");
    await bubble(hal.page, "Shall we ask").waitFor();
    await hal.page.waitForURL(/\/app\/messages\/\d+$/);
    await shows(() => hal.page.getByText("Waits for a connection", { exact: true }).count(), 0);
    const [made] = await node.api("GET", "/api/v1/conversations");
    equal([made.accounts.map((one) => one.acct), made.last_status.mentions.map((one) => one.acct), made.last_status.visibility], [["lena"], ["lena"], "direct"]);
  });
  await step("chat: it arrives, is answered and read, each on their own screen", async () => {
    await lena.go("/app");
    await lena.page.getByRole("link", { name: "Messages" }).click();
    await lena.page.getByRole("link", { name: /crane/ }).click();
    await bubble(lena.page, "Shall we ask").waitFor();
    await field(lena.page).fill("Yes, after lunch");
    await lena.page.getByRole("button", { name: "Send" }).click();
    await bubble(hal.page, "Yes, after lunch").waitFor();
    await until("it to be read", async () => (await node.api("GET", "/api/v1/conversations"))[0]?.unread === false);
    await hal.lookInBoth("desktop-chat");
    await lena.lookInBoth("phone-chat");
    await hal.go("/app/messages");
    await hal.page.getByRole("link", { name: /Yes, after lunch/ }).waitFor();
    await hal.lookInBoth("desktop-messages");
  });
  await step("chat: a picture goes along", async () => {
    writeFileSync(`${folder}/crane.png`, picture(64, 48));
    await lena.page.locator("input[type=file]").setInputFiles(`${folder}/crane.png`);
    await lena.page.getByLabel("Describe it for who cannot see it").fill("The crane");
    await lena.page.getByRole("button", { name: "Send" }).click();
    await lena.page.getByRole("button", { name: /The crane/ }).waitFor();
    await until("the picture", async () => (await node.api("GET", "/api/v1/conversations"))[0]?.last_status.media_attachments[0]?.description === "The crane");
  });
  await step("chat: who writes to the same people goes on where they were", async () => {
    const [{ id }] = await node.api("GET", "/api/v1/conversations");
    await hal.go("/app/messages/new?to=lena");
    await hal.page.waitForURL(`${node.origin}/app/messages/${id}`);
  });
}

async function cutOff(hal, node) {
  const { page, context } = hal;
  await step("offline: the page opens, and what was read is there", async () => {
    await hal.go("/app");
    await worked(page);
    await page.reload();
    await page.locator("#home [data-post]").first().waitFor();
    const [{ id }] = await node.api("GET", "/api/v1/conversations");
    await hal.go(`/app/messages/${id}`);
    await bubble(page, "Yes, after lunch").waitFor();
    await kept(page, `/conversations/${id}/statuses`);
    await context.setOffline(true);
    await page.reload();
    await bubble(page, "Yes, after lunch").waitFor();
    await page.getByText("No connection.").waitFor();
    await page.goto(`${node.origin}/app`);
    await page.locator("#home [data-post]").first().waitFor();
    await hal.shot("light-desktop-offline");
  });
  await step("offline: a page that nobody has opened yet is there, too", async () => {
    await page.goto(`${node.origin}/app/topics`);
    await page.getByRole("heading", { name: "Topics", exact: true }).waitFor();
    await page.goto(`${node.origin}/app`);
    await page.locator("#home [data-post]").first().waitFor();
  });
  await step("offline: what is posted waits, outlives the tab, and may be taken back", async () => {
    for (const text of ["Written in a tunnel", "Not after all"]) {
      await page.getByRole("button", { name: "Write" }).click();
      await page.getByRole("textbox", { name: "What do you want to say?" }).fill(text);
      await page.getByRole("button", { name: "Post", exact: true }).click();
      await page.locator(".pending").getByText(text).waitFor();
    }
    await page.reload();
    await page.getByText("2 posts wait for a connection.").waitFor();
    await hal.lookInBoth("desktop-waiting");
    page.once("dialog", (dialog) => dialog.accept());
    await page.locator(".pending li").filter({ hasText: "Not after all" }).getByRole("button", { name: "Discard" }).click();
    await page.getByText("1 post waits for a connection.").waitFor();
  });
  await step("offline: a message waits in its conversation", async () => {
    const link = page.locator(".row", { hasText: "Lena" });
    await page.getByRole("link", { name: "Messages" }).click();
    await link.click();
    await field(page).fill("From the tunnel");
    await page.keyboard.press("Enter");
    await page.getByText("Waits for a connection", { exact: true }).waitFor();
  });
  await step("back: each is sent once, though two tabs see the connection come", async () => {
    const second = await context.newPage();
    await second.goto(`${node.origin}/app`);
    await second.getByText("1 post waits for a connection.").waitFor();
    await context.setOffline(false);
    await bubble(page, "From the tunnel").waitFor();
    await until("the post", async () => (await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=10`)).some((one) => one.content.includes("Written in a tunnel")));
    await second.locator(".pending").waitFor({ state: "detached" });
    await second.close();
    await shows(() => page.getByText("Waits for a connection", { exact: true }).count(), 0);
    const mine = await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=20`);
    const count = (text) => mine.filter((one) => one.content.includes(text)).length;
    equal([count("tunnel"), count("Shall we ask"), count("Not after all")], [2, 1, 0]);
  });
  hal.wrong.length = 0; // the browser says of each request that there was no connection
}

// An answer that is lost on its way is no reason to post twice, whatever the node still remembers.
async function lostAnswer(hal, node) {
  await step("back: a post whose answer was lost is not posted again", async () => {
    const { page } = hal;
    await hal.go("/app");
    await page.evaluate(async () => {
      const open = indexedDB.open("hallway-outbox");
      const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const me = await (await fetch("/api/v1/accounts/verify_credentials", { headers: { authorization: `Bearer ${localStorage.getItem("hallway.token")}` } })).json();
      const put = db.transaction("waiting", "readwrite").objectStore("waiting").put({
        key: "lost", person: me.id, at: Date.now() - 5_000, text: "Written in a tunnel", body: { status: "Written in a tunnel", visibility: "public" },
        chat: null, draft: null, tried: true, not: [], refused: null,
      }, "lost");
      await new Promise((resolve) => (put.onsuccess = resolve));
    });
    await page.reload();
    await until("the outbox to be empty", () => page.evaluate(async () => {
      const open = indexedDB.open("hallway-outbox");
      const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const count = db.transaction("waiting").objectStore("waiting").count();
      return new Promise((resolve) => (count.onsuccess = () => resolve(count.result === 0)));
    }));
    const mine = await node.api("GET", `/api/v1/accounts/${node.me.id}/statuses?limit=20`);
    equal(mine.filter((one) => one.content.includes("Written in a tunnel")).length, 1);
  });
}

async function catchUp(hal, say) {
  await step("catch-up: what was missed, by topic, and all read", async () => {
    await hal.page.evaluate(() => sessionStorage.clear());
    await say("@hal the seals came", {});
    await say("Tides are early #harbour", {});
    await say("Tides are late #harbour", {});
    await hal.go("/app/catch-up");
    await hal.page.getByRole("heading", { name: "For you" }).waitFor();
    await hal.page.getByRole("heading", { name: "#harbour" }).waitFor();
    await hal.lookInBoth("desktop-catch-up");
    await hal.page.getByRole("button", { name: "All read" }).click();
    await hal.go("/app/catch-up");
    await hal.page.getByText("You have not missed anything.").waitFor();
  });
}

async function device(hal, node) {
  const { page, context } = hal;
  await step("device: notifications are asked for, by kind, and end", async () => {
    await context.grantPermissions(["notifications"]);
    await page.addInitScript(() => {
      // Where no push service can be reached: its part, as a browser plays it.
      let there = null;
      PushManager.prototype.getSubscription = async () => there;
      PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        if (applicationServerKey.byteLength !== 65) throw new Error("not the node's key");
        const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
        const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        const keys = { p256dh: text(await crypto.subtle.exportKey("raw", publicKey)), auth: text(crypto.getRandomValues(new Uint8Array(16))) };
        const endpoint = `${location.origin}/push/${crypto.randomUUID()}`;
        there = { endpoint, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => ((there = null), true) };
        return there;
      };
    });
    await hal.go("/app/device");
    await page.getByRole("switch", { name: "Notify me on this device" }).click();
    await page.getByLabel("Polls that have ended").uncheck();
    await page.getByText("Saved.").waitFor();
    await page.getByLabel("Quiet hours").check();
    await page.getByLabel("From", { exact: true }).fill("00:00");
    await page.getByLabel("to", { exact: true }).fill("00:00");
    await hal.lookInBoth("desktop-device");
    await page.getByRole("switch", { name: "Notify me on this device" }).click();
    await page.getByLabel("Polls that have ended").waitFor({ state: "detached" });
  });
  await step("device: a push is shown in the page's words, and leads there", async () => {
    const devtools = await context.newCDPSession(page);
    let registrationId;
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      registrationId = registrations.find((one) => one.scopeURL.endsWith("/app"))?.registrationId ?? registrationId;
    });
    await devtools.send("ServiceWorker.enable");
    await until("the worker", () => registrationId !== undefined);
    const data = JSON.stringify({ notification_id: 7, notification_type: "mention", title: "x", body: "psst", hallway: { name: "Lena", path: "/app/messages" } });
    await devtools.send("ServiceWorker.deliverPushMessage", { origin: node.origin, registrationId, data });
    const shown = await until("the notification", async () => {
      const all = await page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((one) => [one.title, one.body, one.data.path]));
      return all.length ? all : null;
    });
    equal(shown, [["Lena wrote to you", "psst", "/app/messages"]]);
  });
  await step("device: what another app shares stands in a new post", async () => {
    await hal.go("/app/settings");
    await page.evaluate(() => {
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: "/app/share", enctype: "multipart/form-data" });
      for (const [name, value] of [["title", "Tides"], ["url", "https://tides.example/"]]) {
        const input = document.createElement("input");
        Object.assign(input, { name, value });
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    });
    const box = page.getByRole("textbox", { name: "What do you want to say?" });
    await box.waitFor();
    await shows(() => box.inputValue(), "Tides\nhttps://tides.example/");
    await page.getByRole("button", { name: "Discard the draft" }).click();
  });
  await step("device: it can be installed under the node's name", async () => {
    const devtools = await context.newCDPSession(page);
    const { errors, url } = await devtools.send("Page.getAppManifest");
    equal([errors, url], [[], `${node.origin}/app/manifest.webmanifest`]);
  });
}

async function handOver(hal, lena, node) {
  const { page, context } = hal;
  await step("two tabs: who signs out does so in both, and nothing of theirs stays", async () => {
    const second = await context.newPage();
    await second.goto(`${node.origin}/app`);
    await second.getByRole("heading", { name: "Home" }).waitFor();
    await hal.go("/app/settings");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${node.origin}/`);
    await second.waitForURL(/\/sign-in/);
    await second.close();
    const left = await page.evaluate(async () => [
      (await caches.keys()).filter((name) => !name.startsWith("hallway-shell-")),
      Object.keys(localStorage).filter((name) => /token|draft/.test(name)),
    ]);
    equal(left, [[], []]);
  });
  await step("two tabs: the next person sees nothing of the one before, online or not", async () => {
    hal.name = "tom";
    await hal.signIn();
    await worked(page);
    await hal.go("/app/messages");
    await page.getByText("No messages yet.").waitFor();
    for (const path of ["/verify_credentials", "/api/v2/instance", "/api/v1/conversations"]) await kept(page, path);
    await context.setOffline(true);
    await page.reload();
    await page.getByText("No messages yet.").waitFor();
    await shows(() => page.getByText("after lunch").count(), 0);
    await context.setOffline(false);
  });
  lena.wrong.length = 0;
}

export async function peopleApart(browser, { node, folder, shots, say }) {
  const hal = await arrive(browser, node, "hal", { shots, screen: desktop });
  const lena = await arrive(browser, node, "lena", { shots, screen: phone });
  await chat(hal, lena, node, folder);
  await step("chat: nothing failed unseen, nothing was asked elsewhere", async () => equal([hal.wrong, lena.wrong], [[], []]));
  await cutOff(hal, node);
  await lostAnswer(hal, node);
  await catchUp(hal, say);
  await device(hal, node);
  await handOver(hal, lena, node);
  await hal.close();
  await lena.close();
}
