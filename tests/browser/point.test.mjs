/** A distribution point's main job on a phone, with the taps it may cost. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

/** A point gets so many lots before they are checked in. */
const LOTS = 6;

describe("a point", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** A coordinator's, who may act for any driver and point. @type {Phone} */
  let phone;
  /** Points where a driver has set down lots, most lots first. @type {{ site: string, lots: number }[]} */
  let served;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.coordinator);
    phone = await openPhone(browser, { session });
    await phone.open(`${demo.origin}/coordinator`);
    const rounds = (await hrefs("a[href^='/coordinator/rounds/']")).map((href) => href.split("/").at(-1) ?? "");
    assert.ok(rounds.length > 0, "there is no round");
    // Whole rounds are driven, until two points wait with enough lots.
    served = [];
    for (const round of new Set(rounds)) {
      await drive(round);
      served = await toCheck();
      if (served.filter((one) => one.lots >= LOTS).length >= 2) break;
    }
    phone.takeFaults();
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  /** @param {string} selector */
  const hrefs = (selector) =>
    phone.page.locator(selector).evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));

  /** Confirms every stop of a round as planned. @param {string} round its id */
  async function drive(round) {
    for (;;) {
      await phone.open(`${demo.origin}/driver?round=${round}`);
      const next = phone.page.locator(".road li.now a");
      if ((await next.count()) === 0) return;
      await next.first().click();
      await phone.page.waitForURL(/\/driver\/stops\//);
      await phone.page.locator(".action-bar .button.primary").filter({ visible: true }).first().click();
      await phone.page.getByText(/^(Ritirato da|Consegnato:|Tappa confermata:) /).waitFor();
    }
  }

  async function toCheck() {
    await phone.open(`${demo.origin}/point`);
    const sites = new Set((await hrefs("a[href^='/point?site=']")).map((href) => href.split("=")[1] ?? ""));
    const found = [];
    for (const site of sites) {
      const page = await (await phone.page.request.get(`${demo.origin}/point/check?site=${site}`)).text();
      found.push({ site, lots: page.split("to-check").length - 1 });
    }
    return found.filter((one) => one.lots > 0).sort((one, other) => other.lots - one.lots);
  }

  /** Opens what comes to a point, and starts counting. @param {string} site */
  async function openArrivals(site) {
    await phone.open(`${demo.origin}/point?site=${site}`);
    phone.taps = 0;
    await phone.tap(phone.page.locator("main a[href*='/point/check']").first());
    await phone.page.waitForURL(/\/point\/check/);
  }

  /** One temperature for each cold class there is. @param {string[]} except */
  async function measure(except = []) {
    const fields = phone.page.locator("input[name^='temperature-']");
    for (let i = 0; i < (await fields.count()); i += 1) {
      const name = (await fields.nth(i).getAttribute("name")) ?? "";
      if (!except.includes(name)) await phone.type(fields.nth(i), name.endsWith("frozen") ? "-19" : "3");
    }
  }

  test("checks in six lots with one temperature in four taps", async () => {
    const { site, lots } = served[0] ?? { site: "", lots: 0 };
    assert.ok(lots >= LOTS, `${lots} lots at the fullest point`);
    await openArrivals(site);
    const classes = await phone.page.locator("input[name^='temperature-']").count();
    await measure();
    await phone.tap(phone.page.locator(".action-bar .button.primary").filter({ visible: true }));
    await phone.page.getByText(/^\d+ cass[ae] controllat[ae]\./).waitFor();
    // The figure is for lots of one cold class; each more asks its own reading.
    assert.ok(phone.taps <= 4 + Math.max(0, classes - 1), `${phone.taps} taps with ${classes} cold classes`);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("checks in six lots and rejects one in seven taps", async () => {
    const { site, lots } = served[1] ?? { site: "", lots: 0 };
    assert.ok(lots >= LOTS, `${lots} lots at the second point`);
    await openArrivals(site);
    const classes = await phone.page.locator("input[name^='temperature-']").count();
    await measure();
    const lot = phone.page.locator(".to-check").first();
    await phone.tap(lot.locator("summary").first());
    await phone.tap(lot.locator("label.choice").filter({ hasText: /rott/i }).first());
    await phone.tap(phone.page.locator(".action-bar .button.primary").filter({ visible: true }));
    await phone.page.getByText(/^\d+ cass[ae] controllat[ae]\./).waitFor();
    assert.ok(phone.taps <= 7 + Math.max(0, classes - 1), `${phone.taps} taps with ${classes} cold classes`);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("is asked why it takes food above its range, before anything is sent", async () => {
    const { site } = served[2] ?? { site: "" };
    await phone.open(`${demo.origin}/point/check?site=${site}`);
    await measure();
    const asked = phone.page.locator("[data-warm]:visible");
    assert.equal(await asked.count(), 0);
    const fridge = phone.page.locator("#temperature-chilled");
    await fridge.fill("");
    await phone.page.locator("[aria-controls='temperature-chilled'][data-step='0.5']").tap();
    assert.equal(await fridge.inputValue(), "4,0", "plus begins where a fridge should be");
    // Half a degree above the range of the first lot: it asks for a reason, or says that it must be rejected.
    const above = Number(await phone.page.locator("[data-warm='temperature-chilled']").first().getAttribute("data-above"));
    await fridge.fill(String((above + 5) / 10).replace(".", ","));
    await phone.page.locator("[data-warm]:visible, [data-too-warm]:visible").first().waitFor();
    const url = phone.page.url();
    await phone.page.locator(".action-bar .button.primary").filter({ visible: true }).tap();
    if (await asked.count()) assert.equal(phone.page.url(), url, "the form asks first");
    phone.takeFaults();
  });

  test("says how many families it served, and nothing about them", async () => {
    const { site } = served[0] ?? { site: "" };
    await phone.open(`${demo.origin}/point/handouts?site=${site}`);
    const asked = await phone.page
      .locator("main input:not([type=hidden])")
      .evaluateAll((all) => all.map((one) => one.getAttribute("inputmode") ?? one.getAttribute("type") ?? ""));
    assert.ok(asked.length > 0);
    assert.ok(!asked.includes("text"), `only numbers are asked: ${asked}`);
  });
});
