/** Notices in a real Firefox: it subscribes, our server encrypts, it decrypts and shows. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import { inventedCopy, startDemo, until } from "./harness.mjs";
import { startPushService } from "./push-service.mjs";

describe("notices in Firefox", () => {
  /** @type {Awaited<ReturnType<typeof startPushService>>} */
  let service;
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("puppeteer-core").Browser} */
  let browser;
  /** @type {import("puppeteer-core").Page} */
  let page;
  let folder = "";

  /** @param {string} key */
  const start = (key) =>
    startDemo({
      listen: demo ? new URL(demo.origin).host : undefined,
      args: [
        ...["--push-test-origin", service.origin, "--push-key", join(folder, key)],
        ...["--database", `sqlite://${join(folder, "demo.db")}`],
      ],
    });

  before(async () => {
    service = await startPushService();
    folder = await mkdtemp(join(tmpdir(), "girofresco-push-"));
    await inventedCopy(folder, ["--seed", "7"]);
    demo = await start("first.pem");
    browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.GIROFRESCO_FIREFOX ?? "/usr/bin/firefox-esr",
      extraPrefsFirefox: {
        "alerts.useSystemBackend": false,
        "dom.push.connection.enabled": true,
        "dom.push.enabled": true,
        "dom.push.serverURL": service.socket,
        "dom.push.testing.allowInsecureServerURL": true,
        "permissions.default.desktop-notification": 1,
      },
    });
    page = await browser.newPage();
    await page.setViewport({ width: 360, height: 740 });
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
    service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const shown = () =>
    page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications();
      return all.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });

  const open = (/** @type {string} */ path) => page.goto(`${demo.origin}${path}`);

  const asked = (/** @type {string} */ what) => service.asked.filter(({ messageType }) => messageType === what);

  const registered = () => asked("register");

  /** A click as people do it: it is read first, away from the bar at the bottom. @param {string} button */
  async function press(button) {
    await page.waitForSelector(button);
    await page.$eval(button, (one) => one.scrollIntoView({ block: "center" }));
    await new Promise((read) => setTimeout(read, 1_800));
    await page.click(button);
  }

  /** The button comes once the page knows that this phone gets notices. */
  const tryIt = () =>
    Promise.all([page.waitForNavigation(), press('#push [data-state="on"]:not([hidden]) form[action="/notices/test"] button')]);

  test("a tap turns them on, and a try is shown", async () => {
    await page.goto(demo.links.driver);
    await open("/notices/settings");
    await press('#push [data-state="ask"]:not([hidden]) button');
    assert.equal(service.sent.length, 0);
    await page.waitForSelector('#push [data-state="on"]:not([hidden])');
    await tryIt();
    await until(async () => (await shown()).length === 1);
    const [notice] = await shown();
    assert.equal(notice?.title, "Prova riuscita");
    assert.equal(notice?.body, "Gli avvisi arrivano su questo telefono.");
    assert.equal(notice?.data.href, "/notices");
    assert.equal(service.sent.length, 1, "it was sent once");
    assert.ok(!service.sent[0]?.body.includes("Prova"), "nobody on the way reads it");
    assert.ok(!demo.output().includes("/push/"), "the address is not in the log");
  });

  test("a newer one with the tag takes its place", async () => {
    const first = (await shown())[0]?.data.id;
    await tryIt();
    await until(async () => service.sent.length === 2);
    await until(async () => (await shown())[0]?.data.id !== first);
    assert.equal((await shown()).length, 1);
  });

  test("the next opening renews it after the server's key changed", async () => {
    const [before] = registered();
    await demo.stop();
    demo = await start("second.pem");
    const other = await browser.newPage();
    // A page behind another is not looked at by the test either.
    await page.bringToFront();
    await Promise.all([open("/notices/settings"), other.goto(`${demo.origin}/notices`)]);
    await page.waitForSelector('#push [data-state="on"]:not([hidden])');
    assert.equal(registered().length, 2, "two pages that open at once renew it once");
    const after = registered().at(-1);
    assert.notEqual(after?.key, before?.key);
    await other.close();
    const sent = service.sent.length;
    await tryIt();
    // The day's own notices may go out at the same moment.
    await until(async () => service.sent.length > sent);
    for (const one of service.sent.slice(sent)) assert.equal(one.path.split("/").pop(), after?.channelID);
  });

  test("signing out ends it", async () => {
    await open("/driver");
    await Promise.all([page.waitForNavigation(), press('form[action="/logout"] button')]);
    const last = registered().at(-1)?.channelID;
    await until(async () => asked("unregister").some(({ channelID }) => channelID === last));
    const subscription = () => page.evaluate(async () => (await navigator.serviceWorker.ready).pushManager.getSubscription());
    assert.equal(await subscription(), null);
  });
});
