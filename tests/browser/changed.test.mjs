/** A round that changes while its driver is without a network, and a phone that lost everything. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { invite, keptForTheDay, logIn, openBrowser, openPhone, queueOf, startDemo, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a round that changed meanwhile", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let coordinator;
  /** @type {Phone} */
  let driver;
  /** Two shops of the round, not the next ones: the driver goes to the first before hearing of the change. */
  let [done, left] = ["", ""];

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const chief = await logIn(browser, demo.links.coordinator);
    coordinator = await openPhone(browser, { session: chief.session });
    const { session } = await logIn(browser, demo.links.driver);
    driver = await openPhone(browser, { session });
    await driver.open(`${demo.origin}/driver`);
    await keptForTheDay(driver);
  });
  after(async () => {
    await driver?.close();
    await coordinator?.close();
    await browser?.close();
    await demo?.stop();
  });

  const notice = () => driver.page.locator(".notice").filter({ hasText: "Il giro è cambiato" });
  const big = () => driver.page.locator(".action-bar .button.primary").filter({ visible: true });

  /** A shop takes all it announced back, by the hand of the coordinator. @param {string} shop */
  async function withdrawAll(shop) {
    await coordinator.open(`${demo.origin}/donor`);
    const links = coordinator.page.locator("a[href^='/donor?site=']").filter({ hasText: shop.split(",")[0] ?? "" });
    await coordinator.open(demo.origin + ((await links.first().getAttribute("href")) ?? ""));
    const changes = coordinator.page.locator(".lot details");
    while ((await changes.count()) > 0) {
      const before = coordinator.page.url();
      await changes.first().locator("summary").tap();
      await changes.first().locator("form").last().getByRole("button").tap();
      await coordinator.page.waitForURL((url) => url.href !== before);
    }
  }

  test("is not known to a phone without a network, which goes on", async () => {
    const stops = driver.page.locator(".road > li");
    const pickups = stops.filter({ hasText: "Carica" }).filter({ hasNotText: "Scarica" });
    assert.ok((await pickups.count()) >= 4, "the round has enough shops");
    [done, left] = [(await pickups.nth(2).locator("a").innerText()) ?? "", (await pickups.nth(3).locator("a").innerText()) ?? ""];
    const href = await pickups.nth(2).locator("a").getAttribute("href");
    await driver.context.setOffline(true);
    await withdrawAll(done);
    await withdrawAll(left);
    await coordinator.open(`${demo.origin}/coordinator/plan`);
    await coordinator.page.getByRole("button", { name: /^Ricalcola tenendo/ }).click({ noWaitAfter: true });
    await coordinator.page.getByRole("button", { name: "Pubblica il piano" }).click({ timeout: 90_000 });
    await coordinator.page.waitForURL((url) => url.pathname === "/coordinator");

    await driver.open(demo.origin + href);
    await big().tap();
    await driver.page.locator("#toasts").getByText("Salvato sul telefono").waitFor();
    await driver.open(`${demo.origin}/driver`);
    await driver.page.locator(".road > li.expected").waitFor();
    assert.equal(await notice().count(), 0);
  });

  test("is shown once the network is back, with what is different", async () => {
    await driver.context.setOffline(false);
    await driver.page.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {});
    await until(() => queueOf(driver).then((entries) => entries.length === 0, () => false));
    await notice().waitFor({ timeout: 30_000 });
    await until(async () => ((await notice().innerText().catch(() => "")) ?? "").includes("non era più nel tuo giro"));
    const told = (await notice().textContent()) ?? "";
    const [gone, ours] = [left.split(",")[0] ?? "", done.split(",")[0] ?? ""];
    assert.match(told, new RegExp(`Non passare più da ${gone}`), told);
    assert.doesNotMatch(told, new RegExp(`Non passare più da ${ours}`), told);
    assert.match(told, new RegExp(`${ours}.*: non era più nel tuo giro`), told);
    assert.match(told, /Quello che hai già fatto resta fatto/);
    await coordinator.open(`${demo.origin}/coordinator/alarms`);
    assert.ok((await coordinator.page.getByText(/Non era nel piano|Più dell'annuncio/).count()) > 0, "the coordinator sees it");
    driver.takeFaults();
  });

  test("is hinted at a stop too, and is quiet once seen", async () => {
    const stop = await driver.page.locator(".road > li:not(.done) a").last().getAttribute("href");
    await driver.open(demo.origin + stop);
    await notice().getByRole("link", { name: "Guarda che cosa cambia" }).tap();
    await driver.page.waitForURL(/\/driver$/);
    await notice().getByRole("link", { name: "Ho visto" }).tap();
    await driver.page.waitForURL(/seen=/);
    assert.equal(await notice().count(), 0);
    await driver.open(`${demo.origin}/driver`);
    assert.equal(await notice().count(), 0);
    assert.deepEqual(driver.takeFaults(), []);
  });

  test("is on a new phone at once, with what was done on the lost one", async () => {
    await big().tap();
    await driver.page.waitForURL(/\/driver\/stops\//);
    const first = new URL(driver.page.url()).pathname;
    await big().tap();
    await driver.page.waitForURL((url) => url.pathname !== first);
    await driver.open(`${demo.origin}/driver`);
    const before = await driver.page.locator(".road > li.done").count();
    assert.ok(before >= 1);
    const name = await driver.page.locator(".who strong").innerText();
    await driver.close();
    const again = await invite(browser, coordinator, demo.origin, name);
    assert.ok(again);
    driver = again.phone;
    await driver.open(`${demo.origin}/driver`);
    assert.ok((await driver.page.locator(".road > li.done").count()) >= before);
    assert.equal(await notice().count(), 0, "it never showed another round");
    await keptForTheDay(driver);
    assert.deepEqual(await queueOf(driver), []);
  });
});
