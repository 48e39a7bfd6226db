/** Taps that nobody meant: a finger that taps again what comes next under it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { keptForTheDay, logIn, openBrowser, openPhone, startDemo, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("two or three taps on one place", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let phone;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.driver);
    phone = await openPhone(browser, { session });
    await phone.open(`${demo.origin}/driver`);
    await keptForTheDay(phone);
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  const big = () => phone.page.locator(".action-bar .button.primary").filter({ visible: true });
  const pause = (/** @type {number} */ ms) => phone.page.waitForTimeout(ms);

  /** The ids of all acts of this phone, sent or not. @returns {Promise<string[]>} */
  const acts = () =>
    phone.page.evaluate(
      () =>
        new Promise((done, failed) => {
          const opened = indexedDB.open("girofresco", 1);
          opened.onerror = () => failed(opened.error);
          opened.onsuccess = () => {
            const asked = opened.result.transaction("acts").objectStore("acts").getAll();
            asked.onsuccess = () => (opened.result.close(), done(asked.result.map(({ op }) => op)));
          };
        }),
    );

  /** Opens the next stop, lets it be read, and tells where its big button is. */
  async function readNextStop() {
    await until(() => phone.open(`${demo.origin}/driver`).then(() => true, () => false));
    await phone.page.getByRole("link", { name: "Prossima tappa" }).last().tap();
    await phone.page.waitForURL(/\/driver\/stops\//);
    await pause(2_000);
    const box = await big().boundingBox();
    assert.ok(box);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** @param {{ x: number, y: number }} place @param {number[]} pauses milliseconds before each further tap */
  async function taps({ x, y }, pauses) {
    await phone.page.touchscreen.tap(x, y);
    for (const ms of pauses) {
      await pause(ms);
      await phone.page.touchscreen.tap(x + 3, y - 2);
    }
  }

  for (const offline of [false, true]) {
    const where = offline ? "from the phone's copy" : "with a network";
    for (const pauses of [[350], [120, 120], [700, 700]]) {
      test(`are one act after ${pauses.join(" and ")} ms, ${where}`, async () => {
        await phone.context.setOffline(offline);
        const place = await readNextStop();
        const [known, here] = [(await acts()).length, new URL(phone.page.url()).pathname];
        await taps(place, pauses);
        await phone.page.waitForURL((url) => url.pathname !== here);
        await pause(1_500);
        assert.equal((await acts()).length, known + 1);
      });
    }

    test(`whoever means it confirms the next stop two seconds later, ${where}`, async () => {
      await phone.context.setOffline(offline);
      const place = await readNextStop();
      const [known, here] = [(await acts()).length, new URL(phone.page.url()).pathname];
      await taps(place, []);
      await phone.page.waitForURL((url) => url.pathname !== here);
      const next = new URL(phone.page.url()).pathname;
      await pause(2_000);
      const box = await big().boundingBox();
      assert.ok(box);
      await taps({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, []);
      await phone.page.waitForURL((url) => url.pathname !== next);
      assert.equal((await acts()).length, known + 2);
    });
  }
});
