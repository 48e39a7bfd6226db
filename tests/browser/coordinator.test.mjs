/** A coordinator's main jobs on a phone, with the taps they may cost, and a day that follows what happens. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a coordinator", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./harness.mjs").Session} */
  let session;
  /** @type {Phone} */
  let phone;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const entered = await logIn(browser, demo.links.coordinator);
    assert.equal(new URL(entered.home).pathname, "/coordinator");
    session = entered.session;
    phone = await openPhone(browser, { session });
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  test("sees the day's rounds on a map that has a name", async () => {
    await phone.open(`${demo.origin}/coordinator`);
    const map = phone.page.getByRole("img", { name: /^Mappa dei giri/ });
    await map.waitFor();
    const drawn = await map.locator("g.way").count();
    const listed = await phone.page.getByRole("link", { name: /^Giro \d+$/ }).count();
    assert.ok(drawn > 0);
    assert.equal(drawn, listed, "each round on the map is in the list");
    const land = await phone.page.locator("#ground").getAttribute("d");
    assert.ok((land?.length ?? 0) > 1000, "the towns have outlines");
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("watches a plan being made", async () => {
    await phone.open(`${demo.origin}/coordinator/plan`);
    // Seen from inside the page: from outside, nothing can be asked while the browser waits for the plan.
    await phone.page.evaluate(() => {
      new MutationObserver(() => {
        const bar = document.querySelector("progress, [role=progressbar]");
        if (bar) sessionStorage.setItem("watched", bar.getAttribute("aria-label") ?? bar.textContent ?? "");
      }).observe(document.body, { childList: true, subtree: true });
    });
    await phone.page.getByRole("button", { name: /^Ricalcola tenendo/ }).click({ noWaitAfter: true });
    await phone.page.getByRole("button", { name: "Pubblica il piano" }).waitFor({ timeout: 90_000 });
    assert.match((await phone.page.evaluate(() => sessionStorage.getItem("watched"))) ?? "", /Calcolo i giri/);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("publishes the plan that waits in two taps", async () => {
    await phone.open(`${demo.origin}/coordinator`);
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("link", { name: "Guarda e pubblica" }));
    await phone.page.waitForURL(/\/coordinator\/plan/);
    await phone.tap(phone.page.getByRole("button", { name: "Pubblica il piano" }));
    await phone.page.waitForURL((url) => url.pathname === "/coordinator");
    assert.equal(phone.taps, 2);
    await phone.page.getByText("Piano pubblicato.", { exact: true }).waitFor();
    assert.equal(await phone.page.getByRole("link", { name: "Guarda e pubblica" }).count(), 0, "no draft waits any more");
    assert.equal(await phone.page.getByRole("button", { name: /^Annulla/ }).count(), 0, "a plan is not taken back");
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("traces a lot in two taps", async () => {
    await phone.open(`${demo.origin}/coordinator/trace`);
    phone.taps = 0;
    await phone.type(phone.page.getByRole("searchbox").or(phone.page.getByRole("spinbutton")).first(), "1");
    await phone.tap(phone.page.locator("main form button[type=submit]").first());
    await phone.page.waitForURL(/\/coordinator\/lots\//);
    assert.equal(phone.taps, 2);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("sees what a driver did without touching the page", async () => {
    await phone.open(`${demo.origin}/coordinator`);
    const round = phone.page.locator(".rounds tbody tr", { has: phone.page.getByRole("link", { name: /^Giro \d+$/ }) }).first();
    const before = await round.locator("progress").getAttribute("value");
    const driver = await openPhone(browser, { session });
    const href = await round.getByRole("link").first().getAttribute("href");
    await driver.open(`${demo.origin}${href}`);
    await driver.page.locator(".road li.now a").click();
    await driver.page.locator(".action-bar .button.primary").filter({ visible: true }).first().click();
    await driver.page.getByText(/^(Ritirato da|Consegnato:|Tappa confermata:) /).waitFor();
    await driver.close();
    await phone.page.waitForFunction(
      (before) => document.querySelector(".rounds tbody tr progress")?.getAttribute("value") !== before,
      before,
    );
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("gets the same day without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: session, locale: "it-IT" });
    const page = await context.newPage();
    await page.goto(`${demo.origin}/coordinator`);
    assert.ok((await page.getByRole("link", { name: /^Giro \d+$/ }).count()) > 0);
    await page.getByText("Punti: cosa ricevono").click();
    await page.getByText(/^Lascia \d+ cass/).first().waitFor();
    await context.close();
  });
});
