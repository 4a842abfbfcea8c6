// The page in other tongues, for other eyes and hands: every language, right to left, forced colours,
// less motion, a narrow screen, twice the size, the keyboard alone; and with what strangers may write.

import { mkdirSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { freePort, until } from "../support/processes.js";
import { end, equal, session, step } from "../support/steps.js";
import { desktop, memberOf, openBrowser, phone, shows, Staff } from "./staff.js";

const [binary, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });

const screensOf = (thread) => [
  ["home", "/app", "[data-post]"],
  ["thread", thread, ".focus [data-post]"],
  ["who-knows", "/app/who-knows?q=salt%20spray", "ol article"],
  ["search", "/app/search?q=salt", "section:not([hidden]) [data-post]"],
  ["notifications", "/app/notifications", ".told"],
  ["profile", "/app/@hal", ".profile"],
  ["settings", "/app/settings", "fieldset"],
];
const narrow = { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true };
const doubled = { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 }; // a desktop at 200 %

async function withStaff(browser, stage, screen, work, language = "en") {
  const staff = new Staff(stage.node, "hal", shots);
  await staff.open(browser, { ...screen, storageState: stage.signedIn });
  await staff.context.addInitScript((tag) => localStorage.getItem("hallway.language") ?? localStorage.setItem("hallway.language", tag), language);
  try {
    await work(staff);
    equal(staff.wrong, []);
  } finally {
    await staff.page.unrouteAll({ behavior: "ignoreErrors" });
    await staff.close();
  }
}

// Each screen with each of `looks` (what emulateMedia takes).
async function inspect(browser, stage, { title, screen, language, looks }) {
  await step(`${title}: every screen is without fault and none is too wide`, () =>
    withStaff(browser, stage, screen, async (staff) => {
      for (const [name, path, there] of screensOf(stage.thread)) {
        await staff.go(path);
        await staff.page.locator(there).first().waitFor();
        for (const [look, media] of Object.entries(looks)) {
          await staff.page.emulateMedia({ colorScheme: "light", forcedColors: "none", reducedMotion: "no-preference", ...media });
          await staff.look(`${title.replaceAll(" ", "-")}-${look}-${name}`);
        }
      }
    }, language),
  );
}

const settingsIn = { en: "Settings", de: "Einstellungen", fr: "Réglages", es: "Ajustes", ja: "設定", ar: "الإعدادات" };

async function languages(browser, stage) {
  await step("each language is spoken once it is chosen, and after a reload", () =>
    withStaff(browser, stage, phone, async ({ page, node }) => {
      await page.goto(`${node.origin}/app/settings`);
      for (const [tag, title] of Object.entries(settingsIn)) {
        await page.locator("select.field").selectOption(tag);
        await page.getByRole("heading", { name: title, exact: true }).waitFor();
        await shows(() => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [tag, tag === "ar" ? "rtl" : "ltr"]);
      }
      await page.reload();
      await page.getByRole("heading", { name: settingsIn.ar, exact: true }).waitFor();
    }),
  );
}

async function keyboard(browser, stage) {
  await step("by the keyboard alone: everywhere by Ctrl-K, through posts by j and k", () =>
    withStaff(browser, stage, desktop, async (staff) => {
      const { page } = staff;
      await staff.go("/app");
      await page.locator("#home [data-post]").first().waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").pressSequentially("notif");
      await staff.look("desktop-palette");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Notifications", exact: true }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").pressSequentially("lena");
      await page.getByRole("option", { name: "Lena @lena" }).waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/app\/@lena$/);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").pressSequentially("home");
      await page.keyboard.press("Enter");
      await page.locator("#home [data-post]").first().waitFor();
      for (const key of [..."jjjjjjjjjkkkj"]) {
        await page.keyboard.press(key);
        const { top, bottom, height } = await page.evaluate(() => {
          const { top, bottom } = document.activeElement.closest("[data-post]").getBoundingClientRect();
          return { top, bottom, height: innerHeight };
        });
        if (top < 0 || bottom > height) throw new Error(`after ${key} the post stands at ${top} to ${bottom} of ${height}`);
      }
      await page.getByRole("button", { name: "Keyboard" }).waitFor(); // the "?" that can be seen
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard" }).getByText("go anywhere, do anything").waitFor();
      equal(await staff.faults(), []);
      await page.keyboard.press("Escape");
    }),
  );
  await step("by the keyboard alone: a warning is lifted, pictures are looked at", () =>
    withStaff(browser, stage, desktop, async (staff) => {
      const { page } = staff;
      await staff.go(stage.warned);
      await page.locator(".focus [data-post]").focus();
      await page.keyboard.press("x");
      await page.keyboard.press("v");
      await page.getByRole("dialog", { name: "1 of 2" }).waitFor();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("dialog", { name: "2 of 2" }).getByText("The other wall").waitFor();
      await staff.shot("desktop-album");
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
    }),
  );
}

async function threads(browser, stage) {
  await step("in a thread: what is new since the last visit, earlier versions", () =>
    withStaff(browser, stage, phone, async (staff) => {
      const { page } = staff;
      await staff.go(stage.thread);
      await page.locator(".focus [data-post]").waitFor();
      await shows(() => page.getByText("New", { exact: true }).count(), 0);
      await staff.go("/app/settings");
      const answer = await stage.lena("POST", "/api/v1/statuses", { status: "@hal And grease them twice a year.", in_reply_to_id: stage.asked.id });
      await stage.node.api("PUT", `/api/v1/statuses/${stage.asked.id}`, { status: "Which seals survive the pier in winter?" });
      await staff.go(stage.thread);
      await page.locator(`[data-post="${answer.id}"]`).getByText("New", { exact: true }).waitFor();
      await page.getByText("1 answer is new since you were last here.").waitFor();
      await staff.shot("phone-thread-unread");
      await page.getByRole("button", { name: /show earlier versions/ }).click();
      const versions = page.getByRole("dialog", { name: "Versions of this post" });
      await versions.getByText("Which seals survive the pier?", { exact: true }).waitFor();
      await staff.look("phone-versions");
    }),
  );
}

const tower = `Z${"\u0301\u0302\u0303\u0334\u0335\u0489".repeat(60)}`;
const hostile = [
  { name: "Hal ✓ @hal", content: "<p>It is me, the real one.</p>" },
  { name: "\u202Ehal@ \u2066\u2067Hal", content: "<p>\u202Ethis text turns around \u2067and never comes back</p>" },
  { name: "W".repeat(3_000), content: `<p>${"endless".repeat(1_500)}</p>` },
  { name: tower.repeat(8), content: `<p>${tower.repeat(200)}</p>` },
  { name: "👨‍👩‍👧‍👦".repeat(400), content: `<p>${"👩🏽‍🚒🏳️‍🌈".repeat(900)}</p>` },
  { name: "\u200b\u2060\u00ad", content: "<p>Nobody to be seen</p>" },
  { name: "<script>window.pwned=1</script>", content: "<img src=x onerror='window.pwned=2'><script>window.pwned=3</script><svg onload='window.pwned=4'><style>body{display:none}</style></svg>" },
  { name: "Links", content: "<a href='javascript:window.pwned=5' onclick='window.pwned=6' style='position:fixed;inset:0' class='button skip'>press me</a> <a href='data:text/html,<script>window.pwned=7</script>'>or me</a>" },
  { name: "Frames", content: "<iframe srcdoc='<script>top.pwned=8</script>'></iframe><form action='/sign-out' method='post'><button>Sign out</button></form><textarea></textarea><template>x</template><base href='http://evil.example/'>" },
  { name: "Deep", content: "<blockquote>".repeat(2_000) + "deep" + "</blockquote>".repeat(2_000) },
  { name: "Lines", content: `<p>${"line<br>".repeat(3_000)}</p>` },
  { name: "Wide", content: `<pre><code>${"x ".repeat(3_000)}</code></pre><p>${"<ul><li>".repeat(60)}in${"</li></ul>".repeat(60)}</p>` },
  { name: "علي أحمد", content: "<p>هل يعرف أحد Hallway 2.0 جيدًا؟</p>", spoiler_text: "تحذير ".repeat(80) },
];

// As if the node let through whatever came: the page has to bear it by itself.
async function withStrangers(staff) {
  await staff.page.route(/\/api\/v1\/timelines\/home\?limit/, async (route) => {
    const response = await route.fetch();
    const [first] = await response.json();
    const posts = hostile.map(({ name, content, spoiler_text = "" }, n) => ({
      ...first, id: String(BigInt(first.id) - BigInt(n)), content, spoiler_text, reblog: null, media_attachments: [], card: null, poll: null,
      account: { ...first.account, id: `9${n}`, display_name: name, acct: n % 2 ? `mallory@${"far-".repeat(30)}away.example` : "mallory", username: "mallory" },
      mentions: [], tags: [],
    }));
    await route.fulfill({ response, json: posts, headers: { ...response.headers(), link: "" } });
  });
}

async function strangers(browser, stage) {
  for (const [size, screen] of [["phone", phone], ["desktop", desktop]]) {
    await step(`${size}: what strangers write neither runs nor breaks the page nor passes for others`, () =>
      withStaff(browser, stage, screen, async (staff) => {
        const { page } = staff;
        let asked = 0;
        page.on("dialog", (dialog) => { asked += 1; void dialog.dismiss(); });
        await withStrangers(staff);
        await page.goto(`${staff.node.origin}/app`, { waitUntil: "commit" });
        await page.locator("#home [data-post]").nth(hostile.length - 1).waitFor();
        await staff.look(`${size}-strangers`);
        const found = await page.evaluate(() => ({
          pwned: window.pwned ?? null,
          alien: document.querySelectorAll("article :is(script, iframe, form:not(.poll), style, svg:not([viewBox]), base, textarea)").length,
          handlers: [...document.querySelectorAll("article *")].filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || /^\s*(javascript|data):/i.test(value))).length,
          wide: [...document.querySelectorAll("article, article .who, article .text")].filter((one) => {
            const main = document.querySelector("main").getBoundingClientRect(), { left, right } = one.getBoundingClientRect();
            return left < main.left - 1 || right > main.right + 1;
          }).length,
          tall: Math.max(...[...document.querySelectorAll("article")].map((one) => one.getBoundingClientRect().height)),
          nameless: [...document.querySelectorAll("article .name")].filter((one) => !/[\p{L}\p{N}\p{S}]/u.test(one.textContent)).length,
          // Whose it is stands below every name, in one piece and in its own direction.
          handles: [...document.querySelectorAll("article .who .soft bdi")].filter((one) => /^@mallory(@.*away\.example)?$/.test(one.textContent) && one.scrollWidth <= one.parentElement.clientWidth && one.getBoundingClientRect().height < 70).length,
        }));
        equal([asked, found.pwned, found.alien, found.handlers, found.wide, found.nameless, found.handles], [0, null, 0, 0, 0, 0, hostile.length]);
        // That the browser would have refused the rest as well is no fault.
        staff.wrong = staff.wrong.filter((one) => !/^(Executing|Applying|Setting) .* has been blocked/s.test(one));
        if (found.tall > 1_000) throw new Error(`one post is ${found.tall} px high`);
      }),
    );
  }
}

async function furnish(node) {
  await node.run("account", "add", "lena", "--data", node.data);
  await node.start();
  const lena = await memberOf(node, "lena");
  await lena("PATCH", "/api/v1/accounts/update_credentials", { display_name: "Lena", discoverable: true });
  const { id } = await node.api("GET", "/api/v1/accounts/lookup?acct=lena");
  await node.api("POST", `/api/v1/accounts/${id}/follow`);
  const asked = await node.api("POST", "/api/v1/statuses", { status: "Which seals survive the pier?", visibility: "public", hallway: { question: true } });
  await lena("POST", "/api/v1/statuses", { status: "@hal Salt spray ate our seals on the pier; bronze ones last.", in_reply_to_id: asked.id });
  for (let n = 0; n < 8; n += 1) await lena("POST", "/api/v1/statuses", { status: `Salt spray, day ${n}: the pier crane stands still. #pier ${"It creaks. ".repeat(n * 4)}` });
  const files = [];
  for (const words of ["A wall", "The other wall"]) {
    const form = new FormData();
    form.set("file", new Blob([picture(640, 400)], { type: "image/png" }), "wall.png");
    form.set("description", words);
    const response = await fetch(`${node.origin}/api/v2/media`, { method: "POST", headers: { authorization: `Bearer ${node.token}` }, body: form });
    files.push((await response.json()).id);
  }
  const warned = await node.api("POST", "/api/v1/statuses", { status: "Two walls", spoiler_text: "Grey", media_ids: files, visibility: "public" });
  await until("the index", async () => (await node.api("GET", "/api/hallway/v1/experts?q=salt+spray")).people.length > 0);
  return { node, lena, asked, thread: `/app/@hal/${asked.id}`, warned: `/app/@hal/${warned.id}` };
}

await session("tongues", async (folder, sides) => {
  const node = new HallwaySide({ binary, host: "127.0.0.1", port: await freePort("127.0.0.1"), folder });
  await node.create();
  sides.push(node);
  const stage = await furnish(node);
  const browser = await openBrowser();
  try {
    const staff = new Staff(node, "hal", shots);
    await staff.open(browser, phone);
    await staff.signIn();
    stage.signedIn = await staff.context.storageState();
    await staff.close();
    await languages(browser, stage);
    await inspect(browser, stage, { title: "phone Arabic", screen: phone, language: "ar", looks: { light: {}, dark: { colorScheme: "dark" } } });
    await inspect(browser, stage, { title: "desktop", screen: desktop, language: "en", looks: { forced: { forcedColors: "active" }, still: { reducedMotion: "reduce" } } });
    await inspect(browser, stage, { title: "320 px", screen: narrow, language: "de", looks: { light: {} } });
    await inspect(browser, stage, { title: "twice the size", screen: doubled, language: "fr", looks: { light: {} } });
    await keyboard(browser, stage);
    await threads(browser, stage);
    await strangers(browser, stage);
  } finally {
    await browser.close();
  }
});
end();
