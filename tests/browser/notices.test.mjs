/** Notices in Chromium: what the worker shows, and where a tap leads, with and without a network. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, logIn, openBrowser, openPhone, startDemo, startNetwork, until } from "./harness.mjs";

describe("notices on a phone", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./harness.mjs").Session} */
  let session;

  before(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    ({ session } = await logIn(browser, demo.links.driver));
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** A driver's phone that allows notices, on its round, with the worker running; `push` delivers to it. */
  async function phoneWithNotices() {
    const phone = await openPhone(browser, { session });
    await phone.context.grantPermissions(["notifications"], { origin: demo.origin });
    await phone.open(`${demo.origin}/driver`);
    const wire = await phone.context.newCDPSession(phone.page);
    let registrationId = "";
    wire.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      registrationId ||= registrations[0]?.registrationId ?? "";
    });
    await wire.send("ServiceWorker.enable");
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until(async () => registrationId !== "");
    await until(async () => phone.context.serviceWorkers().length === 1);
    const [worker] = phone.context.serviceWorkers();
    if (!worker) throw new Error("no worker runs");
    const shown = () =>
      phone.page.evaluate(async () => {
        const all = await (await navigator.serviceWorker.ready).getNotifications();
        return all.map(({ title, body, tag, silent }) => ({ title, body, tag, silent }));
      });
    const push = async (/** @type {object | string} */ message) => {
      const data = typeof message === "string" ? message : JSON.stringify(message);
      const before = JSON.stringify(await shown());
      // What DevTools delivers while the worker stops is lost, unlike what a push service delivers.
      for (let tries = 0; tries < 10; tries++) {
        await wire.send("ServiceWorker.deliverPushMessage", { origin: demo.origin, registrationId, data });
        for (let looks = 0; looks < 60; looks++) {
          if (JSON.stringify(await shown()) !== before) return;
          await new Promise((done) => setTimeout(done, 50));
        }
      }
      throw new Error("nothing is shown");
    };
    return { phone, worker, push, shown };
  }

  /** @param {object} [more] @param {object} [data] */
  const message = (more = {}, data = {}) => ({
    web_push: 8030,
    notification: {
      title: "Codogno: 20 minuti per 3 casse",
      body: "Consegna entro le 10:40.",
      tag: "cold/1",
      lang: "it",
      silent: false,
      data: { id: "01900000-0000-7000-8000-000000000000", href: "/driver/aboard", ...data },
      ...more,
    },
  });

  /**
   * A tap on the notice that is shown. A script's event brings no permission to open windows, so what it would open is
   * noted. @param {import("playwright-core").Worker} worker
   */
  const tap = (worker) =>
    worker.evaluate(async () => {
      const scope = /** @type {any} */ (self);
      const [notification] = await scope.registration.getNotifications();
      if (!notification) throw new Error("nothing is shown");
      const event = new scope.NotificationEvent("notificationclick", { notification });
      /** @type {Promise<unknown>[]} */
      const work = [];
      Object.defineProperty(event, "waitUntil", { value: (/** @type {Promise<unknown>} */ done) => work.push(done) });
      let opened = "";
      scope.clients.openWindow = async (/** @type {string} */ url) => {
        opened = url;
        return null;
      };
      scope.dispatchEvent(event);
      await Promise.allSettled(work);
      return opened;
    });

  test("a message is shown in its words, and one with its tag takes its place", async () => {
    const { phone, push, shown } = await phoneWithNotices();
    await push(message());
    await until(async () => (await shown()).length === 1);
    assert.deepEqual(await shown(), [
      { title: "Codogno: 20 minuti per 3 casse", body: "Consegna entro le 10:40.", tag: "cold/1", silent: false },
    ]);
    await push(message({ body: "Non serve più", silent: true }));
    await until(async () => (await shown())[0]?.body === "Non serve più");
    assert.equal((await shown()).length, 1);
    await phone.close();
  });

  test("whatever arrives, something is shown", async () => {
    const { phone, push, shown } = await phoneWithNotices();
    await push("no JSON");
    await until(async () => (await shown()).length === 1);
    assert.equal((await shown())[0]?.title, "Girofresco");
    await phone.close();
  });

  test("a tap opens the page, also without a network", async () => {
    const { phone, worker, push, shown } = await phoneWithNotices();
    await phone.open(`${demo.origin}/driver/aboard`);
    await phone.open(`${demo.origin}/driver`);
    await push(message());
    await until(async () => (await shown()).length === 1);
    assert.equal(await tap(worker), "/driver/aboard");
    await phone.page.waitForURL("**/driver/aboard");
    await phone.open(`${demo.origin}/driver`);
    await push(message());
    await until(async () => (await shown()).length === 1);
    await phone.context.setOffline(true);
    assert.equal(await tap(worker), "/driver/aboard");
    assert.deepEqual(await shown(), []);
    await phone.page.waitForURL("**/driver/aboard");
    assert.ok(await phone.page.locator("html[data-kept]").count(), "the page as it was last seen");
    // What is opened from the list of notices leads to the same page.
    await phone.open(`${demo.origin}/notices/01900000-0000-7000-8000-000000000000/open?to=%2Fdriver%2Faboard`);
    assert.ok(await phone.page.locator("html[data-kept]").count(), "the page that the notice leads to");
    // What could not be said is said as soon as the app is opened with a network.
    /** @type {string[]} */
    const said = [];
    phone.context.on("request", (request) => said.push(new URL(request.url()).pathname));
    await phone.context.setOffline(false);
    phone.takeFaults();
    await phone.open(`${demo.origin}/driver`);
    await until(async () => said.includes("/notices/01900000-0000-7000-8000-000000000000/answer"));
    await phone.close();
  });

  test("a round's notice brings its pages along", async () => {
    const { phone, push, shown } = await phoneWithNotices();
    await phone.page.evaluate(() => caches.delete("pages"));
    await push(message({ tag: "round/1" }, { href: "/driver", ahead: true }));
    await until(async () => (await shown()).length === 1);
    await until(() =>
      phone.page.evaluate(async () => {
        const kept = await (await caches.open("pages")).keys();
        return kept.filter(({ url }) => url.includes("/driver/stops/")).length > 1;
      }),
    );
    await phone.close();
  });

  test("the pages of notices have no faults", async () => {
    const phone = await openPhone(browser, { session });
    for (const path of ["/notices", "/notices/settings"]) {
      await phone.open(`${demo.origin}${path}`);
      await phone.screenshot(`notices-${path.split("/").length}`);
      assert.deepEqual(await axe(phone.page), [], path);
      assert.deepEqual(phone.takeFaults(), [], path);
    }
    await phone.close();
  });

  test("they are on once the server knows of this phone, not before", async () => {
    const network = await startNetwork(demo.origin);
    const { session } = await logIn(browser, demo.links.driver.replace(demo.origin, network.origin));
    const phone = await openPhone(browser, { session });
    await phone.context.grantPermissions(["notifications"], { origin: network.origin });
    await phone.context.addInitScript("PushManager.prototype.getSubscription = async () => ({})");
    const shown = () => phone.page.$$eval("#push [data-state]:not([hidden])", (all) => all.map((part) => part.getAttribute("data-state")));
    network.state.weather = 503;
    await phone.open(`${network.origin}/notices/settings`);
    await phone.page.waitForSelector("#push [data-state]:not([hidden])");
    assert.deepEqual(await shown(), ["ask", "failed"]);
    network.state.weather = "fine";
    await phone.open(`${network.origin}/notices/settings`);
    await phone.page.waitForSelector("#push [data-state]:not([hidden])");
    assert.deepEqual(await shown(), ["on"]);
    await phone.close();
    network.stop();
  });

  test("where notices cannot come the page says what to do", async () => {
    for (const [state, script] of [
      ["ask", "Object.defineProperty(Notification, 'permission', { value: 'default' })"],
      ["blocked", "Object.defineProperty(Notification, 'permission', { value: 'denied' })"],
      ["unsupported", "delete window.PushManager"],
      ["install", "Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (iPhone)' })"],
    ]) {
      const phone = await openPhone(browser, { session });
      await phone.context.addInitScript(script ?? "");
      await phone.open(`${demo.origin}/notices/settings`);
      await phone.page.waitForSelector("#push [data-state]:not([hidden])");
      const shown = await phone.page.$$eval("#push [data-state]:not([hidden])", (all) => all.map((part) => part.getAttribute("data-state")));
      assert.deepEqual(shown, [state]);
      assert.deepEqual(await axe(phone.page), [], state);
      await phone.close();
    }
  });
});
