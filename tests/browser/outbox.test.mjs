/** The real outbox in a real browser, against everything that can come between a tap and the server. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { FLAGS, Phone, logIn, openBrowser, openPhone, openToKeep, startDemo, startNetwork, until } from "./harness.mjs";

/** What stands between a phone and a server may answer with any of these. */
const STATUSES = [400, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504];

describe("the outbox", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {Awaited<ReturnType<typeof startNetwork>>} */
  let network;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./harness.mjs").Session} */
  let session;
  /** @type {Phone} */
  let phone;
  /** Stops confirmed so far. */
  let confirmed = 0;

  /** A morning on which nothing is confirmed yet. */
  async function begin() {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    confirmed = 0;
    network = await startNetwork(demo.origin);
    ({ session } = await logIn(browser, demo.links.driver.replace(demo.origin, network.origin)));
    phone = await openPhone(browser, { session });
    await load(phone);
  }
  async function end() {
    await phone?.close();
    await browser?.close();
    network?.stop();
    await demo?.stop();
  }
  before(begin);
  after(end);

  /** A page may show itself anew in between: what was asked of the old one is asked again. @param {() => Promise<boolean>} holds */
  const settles = (holds) => until(() => holds().catch(() => false));

  /** @param {Phone} on */
  const openRound = (on) => settles(() => on.page.goto(`${network.origin}/driver`).then(() => true));

  /** Opens the round and waits for the worker to hold its pages. @param {Phone} on */
  async function load(on) {
    await openRound(on);
    await settles(() => on.page.evaluate(async () => Boolean(await caches.match("/outbox")) && Boolean(navigator.serviceWorker.controller)));
  }

  /** Confirms the next stop of the round. @param {Phone} [on] */
  async function confirm(on = phone) {
    await openRound(on);
    await on.page.waitForFunction(() => document.documentElement.classList.contains("scripted"));
    // What waits is shown before anybody taps.
    if ((await queue(on)).some(({ settles }) => settles.length > 0)) await on.page.locator(".road > li.expected").first().waitFor();
    const big = () => on.page.locator(".action-bar .button.primary").filter({ visible: true });
    await big().tap();
    await on.page.waitForURL(/\/driver\/stops\//);
    const stop = on.page.url().split("?")[0];
    await big().tap();
    await on.page.waitForURL((url) => url.href.split("?")[0] !== stop, { timeout: 15_000 });
    confirmed += 1;
  }

  /** @param {Phone} [on] @returns {Promise<{ op: string, tries: number, state: string, seq: number, settles: string[] }[]>} */
  const queue = (on = phone) =>
    on.page.evaluate(
      () =>
        new Promise((done, failed) => {
          const opened = indexedDB.open("girofresco");
          opened.onerror = () => failed(opened.error);
          opened.onsuccess = () => {
            const asked = opened.result.transaction("acts").objectStore("acts").getAll();
            asked.onsuccess = () => {
              opened.result.close();
              done(asked.result.filter((entry) => entry.state !== "kept"));
            };
          };
        }),
    );

  /** The network works again; the queue empties, and the server has each stop once. @param {Phone} [on] */
  async function heals(on = phone) {
    network.state.weather = "fine";
    await openRound(on);
    await settles(async () => (await queue(on)).length === 0).catch(async (cause) => {
      throw new Error(`still waiting: ${JSON.stringify(await queue(on))}`, { cause });
    });
    await openToKeep(on, `${network.origin}/driver`);
    const page = await (await on.page.request.get(`${network.origin}/driver`)).text();
    assert.equal(page.split('class="done"').length - 1, confirmed, "each confirmation is there, once");
  }

  test("keeps an act whose request was lost", async () => {
    network.state.weather = "cut-before";
    await confirm();
    assert.equal((await queue()).length, 1);
    await heals();
  });

  test("sends an act again whose answer was lost, and it counts once", async () => {
    network.state.weather = "cut-after";
    network.state.sent = [];
    await confirm();
    const [entry] = await queue();
    assert.ok(entry && entry.tries > 0);
    await heals();
    assert.ok(network.state.sent.filter((op) => op === entry?.op).length > 1, "it was sent more than once");
  });

  test("takes no answer without its acknowledgement for one", async () => {
    network.state.weather = 500;
    await confirm();
    const [entry] = await queue();
    for (const status of STATUSES) {
      network.state.weather = status;
      const tries = (await queue())[0]?.tries ?? 0;
      await phone.page.evaluate(() => navigator.serviceWorker.controller?.postMessage("drain"));
      await settles(async () => ((await queue())[0]?.tries ?? 0) > tries);
      assert.equal((await queue())[0]?.op, entry?.op, `still there after ${status}`);
    }
    await heals();
  });

  test("holds back only what concerns the same, and in its order", async () => {
    network.state.weather = "down";
    await confirm();
    await confirm();
    const waiting = await queue();
    assert.equal(waiting.length, 2);
    network.state.sent = [];
    await heals();
    const first = waiting.map((entry) => network.state.sent.indexOf(entry.op));
    assert.ok(first.every((at) => at >= 0) && (first[0] ?? 0) < (first[1] ?? 0), "in the order they were done");
  });

  test("waits for a session that ended", async () => {
    const cookies = await phone.context.cookies();
    network.state.weather = "cut-before";
    await confirm();
    await phone.context.clearCookies();
    network.state.weather = "fine";
    network.state.sent = [];
    const [entry] = await queue();
    await phone.page.evaluate(() => navigator.serviceWorker.controller?.postMessage("drain"));
    await until(async () => network.state.sent.includes(entry?.op ?? ""));
    await settles(() => phone.page.goto(`${network.origin}/login`).then(() => true));
    await phone.page.getByText("quello che hai fatto aspetta sul telefono").waitFor();
    await phone.context.addCookies(cookies);
    assert.equal((await queue())[0]?.op, entry?.op);
    await heals();
  });

  test("sends what was done while a picture is on its way for minutes", async () => {
    network.state.isHeld = (path) => path.endsWith("/photo");
    await phone.page.evaluate(async () => {
      const person = document.querySelector('meta[name="person"]')?.getAttribute("content");
      const op = crypto.randomUUID();
      const url = `/acts/${crypto.randomUUID()}/photo`;
      const files = [{ name: "photo", file: new Blob([new Uint8Array(1000)]) }];
      const entry = { op, url, fields: [["op_id", op]], files, person, title: "", settles: [], keys: [`op:${op}`], at: Date.now(), tries: 0, state: "waiting" };
      await new Promise((done) => {
        const opened = indexedDB.open("girofresco");
        opened.onsuccess = () => {
          opened.result.transaction("acts", "readwrite").objectStore("acts").add(entry).onsuccess = done;
          opened.result.close();
        };
      });
      navigator.serviceWorker.controller?.postMessage("drain");
    });
    await settles(async () => ((await queue())[0]?.tries ?? 0) > 0);
    await confirm();
    await settles(async () => (await queue()).length === 1);
    network.state.isHeld = undefined;
    await phone.page.evaluate(
      () =>
        new Promise((done) => {
          const opened = indexedDB.open("girofresco");
          opened.onsuccess = () => {
            opened.result.transaction("acts", "readwrite").objectStore("acts").clear().onsuccess = done;
            opened.result.close();
          };
        }),
    );
  });

  test("shows the page it has where the server fails", async () => {
    await load(phone);
    network.state.pages = 502;
    phone.takeFaults();
    await openRound(phone);
    assert.ok(await phone.page.locator("html[data-kept]").count(), "the page as it was last seen");
    // There is a network: the page must not say that there is none.
    await until(async () => /Il server non risponde\. Vedi la situazione delle \d\d:\d\d\./.test(await phone.page.locator("#queued").innerText()));
    network.state.pages = undefined;
    phone.takeFaults();
    await heals();
  });

  test("empties once with two tabs open", async () => {
    const other = new Phone(phone.context, await phone.context.newPage(), []);
    await load(other);
    network.state.weather = "down";
    await confirm();
    const [entry] = await queue();
    network.state.weather = "fine";
    network.state.sent = [];
    await Promise.all([phone, other].map(openRound));
    await heals();
    assert.equal(network.state.sent.filter((op) => op === entry?.op).length, 1, "one tab sent it");
    await other.page.close();
  });

  test("goes on after the worker was killed", async () => {
    network.state.weather = "down";
    await confirm();
    const devtools = await phone.context.newCDPSession(phone.page);
    await devtools.send("ServiceWorker.enable");
    await devtools.send("ServiceWorker.stopAllWorkers");
    await heals();
  });

  test("sends an act of thirty days ago", async () => {
    // The round has few stops left by now: another morning.
    await end();
    await begin();
    network.state.weather = "down";
    await confirm();
    await phone.page.evaluate(
      () =>
        new Promise((done) => {
          const month = 30 * 86_400_000;
          const opened = indexedDB.open("girofresco");
          opened.onsuccess = () => {
            const acts = opened.result.transaction("acts", "readwrite").objectStore("acts");
            const asked = acts.getAll();
            asked.onsuccess = () => {
              const entry = asked.result.find((one) => one.state !== "kept");
              entry.at -= month;
              const told = entry.fields.find((/** @type {string[]} */ [name]) => name === "occurred_at");
              told[1] = String(Number(told[1]) - month);
              acts.put(entry).onsuccess = () => {
                opened.result.close();
                done(undefined);
              };
            };
          };
        }),
    );
    await heals();
  });

  test("sends plainly where the phone is full", async () => {
    const devtools = await phone.context.newCDPSession(phone.page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: network.origin, quotaSize: 1 });
    await confirm();
    assert.equal((await queue()).length, 0);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: network.origin });
    await heals();
  });

  test("survives the browser being killed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "girofresco-phone-"));
    const start = async () => {
      const context = await chromium.launchPersistentContext(folder, {
        executablePath: process.env.GIROFRESCO_CHROMIUM ?? "/usr/bin/chromium",
        args: FLAGS,
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        locale: "it-IT",
      });
      await context.addCookies(session.cookies);
      return new Phone(context, context.pages()[0] ?? (await context.newPage()), []);
    };
    const first = await start();
    await load(first);
    network.state.weather = "down";
    await confirm(first);
    assert.equal((await queue(first)).length, 1);
    const devtools = await first.context.newCDPSession(first.page);
    await devtools.send("Browser.crash").catch(() => {});
    await first.context.close().catch(() => {});
    const second = await start();
    await heals(second);
    await second.context.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
});
