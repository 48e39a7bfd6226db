/** A driver's main jobs on a phone, with the taps they may cost. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a driver", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let phone;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session, home } = await logIn(browser, demo.links.driver);
    assert.equal(new URL(home).pathname, "/driver");
    phone = await openPhone(browser, { session });
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  /** Opens the first stop that is still to do, and starts counting. */
  async function openNextStop() {
    await phone.open(`${demo.origin}/driver`);
    await phone.page.getByRole("link", { name: "Prossima tappa" }).last().click();
    await phone.page.waitForURL(/\/driver\/stops\//);
    phone.taps = 0;
  }

  /** @param {string} name */
  const button = (name) => phone.page.getByRole("button", { name, exact: true });

  /** A tile of a choice, by its words. @param {import("playwright-core").Locator} within @param {string} words */
  const tile = (within, words) => within.locator("label.choice").filter({ hasText: words });

  /** The address of the stop on the screen. */
  const stop = () => new URL(phone.page.url()).pathname;

  test("confirms a pickup in one tap, and the next stop is open", async () => {
    await openNextStop();
    const before = stop();
    await phone.tap(button("Ritirato tutto"));
    await phone.page.waitForURL((url) => url.pathname !== before && url.pathname.startsWith("/driver/stops/"));
    assert.equal(phone.taps, 1);
    await phone.page.getByText(/^Ritirato da /).waitFor();
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("can confirm again while the way back is still offered", async () => {
    await phone.page.getByRole("button", { name: /^Annulla/ }).waitFor();
    const big = phone.page.locator(".action-bar .button.primary").filter({ visible: true });
    const covered = await big.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return !element.contains(top);
    });
    assert.equal(covered, false, "the message lies over the button");
  });

  test("takes a confirmation back in one tap and sees that stop again", async () => {
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("button", { name: /^Annulla/ }));
    await phone.page.waitForURL((url) => !url.searchParams.has("done"));
    await button("Ritirato tutto").waitFor();
    assert.equal(phone.taps, 1);
  });

  test("confirms a pickup with a shortage in four taps", async () => {
    await openNextStop();
    await phone.tap(phone.page.getByRole("link", { name: "Manca qualcosa" }));
    await phone.page.waitForURL(/\/missing/);
    const counter = phone.page.locator("[data-short]").first();
    const question = counter.locator("[data-if-short]");
    assert.equal(await question.isVisible(), false, "nobody asks why before crates are missing");
    await phone.tap(counter.locator('[data-step="-1"]'));
    await phone.tap(tile(question, "Non c'erano"));
    await phone.tap(button("Conferma così"));
    await phone.page.getByText(/^Ritirato da /).waitFor();
    assert.equal(phone.taps, 4);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("keeps the big button on the screen, at the bottom, as high as a glove", async () => {
    await openNextStop();
    const box = await phone.page.locator(".action-bar .button.primary").filter({ visible: true }).boundingBox();
    const screen = phone.page.viewportSize();
    assert.ok(box && screen);
    assert.ok(box.height >= 64, `${box.height} px high`);
    assert.ok(box.y + box.height <= screen.height, "it is below the fold");
    assert.ok(box.y > screen.height / 2, "a thumb would not reach it");
  });

  test("tells of a delay in four taps", async () => {
    await phone.open(`${demo.origin}/driver`);
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("link", { name: "Problema" }));
    await phone.tap(tile(phone.page.locator("#kind"), "In ritardo"));
    await phone.tap(tile(phone.page.locator("#minutes"), "20 minuti"));
    await phone.tap(button("Avvisa il coordinatore"));
    await phone.page.getByText("In ritardo: 20 minuti").waitFor();
    assert.equal(phone.taps, 4);
    assert.deepEqual(phone.takeFaults(), []);
  });
});
