/** A phone that runs out of room or throws things away, and updates that reach it while something waits. */

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { keptForTheDay, logIn, openBrowser, openPhone, openToKeep, queueOf, startDemo, startNetwork, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

const PICTURE = join(resolve(import.meta.dirname, "../.."), "assets/icons/icon-512.png");

describe("what a phone keeps", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {Awaited<ReturnType<typeof startNetwork>>} */
  let network;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Record<"driver" | "donor", import("./harness.mjs").Session>} */
  let sessions;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    network = await startNetwork(demo.origin);
    const enter = async (/** @type {"driver" | "donor"} */ role) =>
      (await logIn(browser, demo.links[role].replace(demo.origin, network.origin))).session;
    sessions = { driver: await enter("driver"), donor: await enter("donor") };
  });
  after(async () => {
    await browser?.close();
    network?.stop();
    await demo?.stop();
  });

  /** @param {Phone} phone */
  const big = (phone) => phone.page.locator(".action-bar .button.primary").filter({ visible: true });

  /** @param {Phone} phone */
  async function confirmNext(phone) {
    await phone.open(`${network.origin}/driver`);
    await phone.page.waitForFunction(() => document.documentElement.classList.contains("scripted"));
    if ((await queueOf(phone)).length > 0) await phone.page.locator(".road > li.expected").first().waitFor();
    await big(phone).tap();
    await phone.page.waitForURL(/\/driver\/stops\//);
    const { pathname } = new URL(phone.page.url());
    await big(phone).tap();
    await phone.page.waitForURL((url) => url.pathname !== pathname, { timeout: 15_000 });
  }

  /** Sends what waits, and keeps the round as it is after that. @param {Phone} phone */
  async function drains(phone) {
    await phone.open(`${network.origin}/driver`).catch(() => {});
    await until(() => queueOf(phone).then((entries) => entries.length === 0, () => false));
    await openToKeep(phone, `${network.origin}/driver`);
    await keptForTheDay(phone);
  }

  /** Stops that the server has. @param {Phone} phone */
  const doneAtServer = async (phone) =>
    (await (await phone.page.request.get(`${demo.origin}/driver`)).text()).split('class="done"').length - 1;

  test("is asked to stay, and the caches come back when they were thrown away", async () => {
    const phone = await openPhone(browser, { session: sessions.driver });
    await phone.context.addInitScript(() => {
      navigator.storage.persist = () => {
        localStorage.setItem("asked", "1");
        return Promise.resolve(true);
      };
    });
    await phone.open(`${network.origin}/driver`);
    await keptForTheDay(phone);
    const before = await doneAtServer(phone);
    network.state.weather = "down";
    await confirmNext(phone);
    assert.equal(await phone.page.evaluate(() => localStorage.getItem("asked")), "1");
    await phone.page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    assert.equal((await queueOf(phone)).length, 1, "the act is not in a cache");
    network.state.weather = "fine";
    await drains(phone);
    assert.equal(await doneAtServer(phone), before + 1);
    await until(() => phone.page.evaluate(async () => Boolean(await caches.match("/offline"))));
    await phone.close();
  });

  test("goes on where the acts were thrown away and the pages kept", async () => {
    const phone = await openPhone(browser, { session: sessions.driver });
    await phone.open(`${network.origin}/driver`);
    await keptForTheDay(phone);
    const before = await doneAtServer(phone);
    network.state.weather = "down";
    await confirmNext(phone);
    const lost = (await queueOf(phone))[0]?.nr ?? 0;
    assert.ok(lost > 0);
    await phone.page.evaluate(
      () =>
        new Promise((done, failed) => {
          const gone = indexedDB.deleteDatabase("girofresco");
          gone.onsuccess = () => done(undefined);
          gone.onerror = () => failed(gone.error);
        }),
    );
    // The stop looks open again: what is not known to anybody is not shown as done.
    await phone.open(`${network.origin}/driver`);
    await phone.page.waitForFunction(() => document.documentElement.classList.contains("scripted"));
    assert.equal(await phone.page.locator(".road > li.expected").count(), 0);
    const numbers = () => queueOf(phone).then((entries) => entries.map(({ nr }) => nr));
    await confirmNext(phone);
    const [last] = await numbers();
    network.state.weather = "fine";
    await drains(phone);
    assert.equal(await doneAtServer(phone), before + 1);
    // The number of what was lost is never given again: the coordinator sees that it does not come.
    network.state.weather = "down";
    await confirmNext(phone);
    assert.deepEqual(await numbers(), [(last ?? 0) + 1]);
    assert.ok((last ?? 0) > lost, `${last} after ${lost}`);
    network.state.weather = "fine";
    await drains(phone);
    await phone.close();
  });

  test("keeps the announcement where there is no room for its photo, and says so", async () => {
    const phone = await openPhone(browser, { session: sessions.donor });
    await phone.context.addInitScript(() => {
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function (/** @type {any} */ entry) {
        if (entry.files?.length) throw new DOMException("no room", "QuotaExceededError");
        return add.call(this, entry);
      };
    });
    await phone.open(`${network.origin}/donor`);
    await keptForTheDay(phone);
    await phone.context.setOffline(true);
    await phone.open(`${network.origin}/donor/announce`);
    await phone.page.locator("[aria-controls=crates-bread][data-step='1']").tap();
    await phone.page.locator("details.more").last().locator("summary").tap();
    await phone.page.locator("input[type=file]").setInputFiles(PICTURE);
    await phone.page.getByRole("button", { name: "Annuncia", exact: true }).tap();
    await phone.page.waitForURL(/\/donor$/);
    await phone.page.locator("#toasts").getByText("la foto non è salvata").waitFor();
    assert.deepEqual((await queueOf(phone)).map(({ title }) => title), ["Annuncio: Pane 1"]);
    await phone.context.setOffline(false);
    await phone.page.evaluate(() => dispatchEvent(new Event("online")));
    await until(() => queueOf(phone).then((entries) => entries.length === 0, () => false));
    await phone.close();
  });

  test("forgets old pages, and those of the person before at a login", async () => {
    const phone = await openPhone(browser, { session: sessions.donor });
    await phone.open(`${network.origin}/donor`);
    await keptForTheDay(phone);
    const has = (/** @type {string} */ path) =>
      phone.page.evaluate(async (path) => Boolean(await (await caches.open("pages")).match(path)), path);
    await phone.page.evaluate(async () => {
      const pages = await caches.open("pages");
      const days = 86_400_000;
      for (const [path, age] of /** @type {[string, number][]} */ ([["/long-ago", 4 * days], ["/lately", days]])) {
        await pages.put(path, new Response("", { headers: { "kept-at": String(Date.now() - age) } }));
      }
      navigator.serviceWorker.controller?.postMessage({ keep: ["/donor"] });
    });
    await until(async () => !(await has("/long-ago")));
    assert.ok(await has("/lately"));
    await phone.page.evaluate(() => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: "/login" });
      form.append(Object.assign(document.createElement("input"), { name: "code", value: "AAAAAAAA" }));
      document.body.append(form);
      form.submit();
    });
    await phone.page.waitForURL(/\/login/);
    phone.takeFaults();
    assert.ok(await has("/lately"), "a wrong code lets nobody in");
    await phone.page.goto(demo.links.driver.replace(demo.origin, network.origin));
    assert.ok(!(await has("/lately")), "somebody else is there");
    await phone.close();
  });

  test("survives an update, and an update taken back", async () => {
    const phone = await openPhone(browser, { session: sessions.driver });
    const version = (await (await fetch(`${demo.origin}/service-worker.js`)).text()).match(/"version":"(\w+)"/)?.[1] ?? "";
    assert.match(version, /^[0-9a-f]{12}$/);
    const old = "0".repeat(12);
    /** The server as it was before: other addresses of its assets, and a worker that does not know the count. */
    const before = (/** @type {string} */ text) => text.replaceAll(version, old).replace(" ${numberOf(sent)}`", "`");
    const shells = () => phone.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("shell-")));
    const takesOver = (/** @type {string} */ shell) =>
      until(() => shells().then((names) => names.length === 1 && names[0] === `shell-${shell}`, () => false));
    const sent = await doneAtServer(phone);

    network.state.rewrite = before;
    await phone.open(`${network.origin}/driver`);
    await keptForTheDay(phone);
    assert.deepEqual(await shells(), [`shell-${old}`]);
    network.state.weather = "down";
    await confirmNext(phone);
    const [act] = await queueOf(phone);

    // The server is new, and takes no acts for the moment: one visit brings the new worker, and the act still waits.
    network.state.rewrite = undefined;
    network.state.weather = 503;
    await phone.open(`${network.origin}/driver`);
    assert.ok(await phone.page.evaluate(() => document.documentElement.classList.contains("scripted")), "it works with the old worker");
    await takesOver(version);
    assert.equal((await queueOf(phone))[0]?.op, act?.op, "the act is where it was");

    // A page from before the update still has its styles and scripts without a network.
    network.state.weather = "down";
    const pages = await phone.page.evaluate(async (old) => {
      const kept = await caches.open("pages");
      const texts = await Promise.all((await kept.keys()).map(async (key) => [key.url, await (await kept.match(key))?.text()]));
      return texts.filter(([, text]) => text?.includes(`/assets/${old}/app.css`)).map(([url]) => url ?? "");
    }, old);
    assert.ok(pages.length > 0, "some pages are from before");
    phone.takeFaults();
    await phone.open(pages[0] ?? "");
    await phone.page.waitForFunction(() => document.documentElement.classList.contains("scripted"));
    assert.notEqual(await phone.page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgba(0, 0, 0, 0)");

    // The update is taken back, and what the newer page kept is sent by the older worker.
    network.state.weather = "down";
    await confirmNext(phone);
    assert.equal((await queueOf(phone)).length, 2);
    network.state.rewrite = before;
    network.state.weather = 503;
    await phone.open(`${network.origin}/driver`);
    await takesOver(old);
    network.state.weather = "fine";
    await drains(phone);
    assert.equal(await doneAtServer(phone), sent + 2, "each once");
    network.state.rewrite = undefined;
    await phone.close();
  });
});
