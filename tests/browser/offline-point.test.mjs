/** A point's day without a network: it checks what came, gives it to families, and the server has each step once. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { invite, keptForTheDay, logIn, openBrowser, openPhone, queueOf, startDemo, until, watchTicks } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a point without a network", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let coordinator;
  /** @type {Phone} */
  let phone;
  /** The lots set down at the point, by number, with their crates. @type {Map<string, number>} */
  const lots = new Map();
  let name = "";

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.coordinator);
    coordinator = await openPhone(browser, { session });
    const site = await bringSomewhere();
    const staff = await invite(browser, coordinator, demo.origin, site);
    assert.ok(staff, `nobody at ${site}`);
    ({ phone, name } = staff);
    await watchTicks(phone);
    await phone.open(`${demo.origin}/point`);
    await keptForTheDay(phone);
    await phone.context.setOffline(true);
  });
  after(async () => {
    await phone?.close();
    await coordinator?.close();
    await browser?.close();
    await demo?.stop();
  });

  /** Drives a round until a point has three lots to check. @returns {Promise<string>} the point's name */
  async function bringSomewhere() {
    await coordinator.open(`${demo.origin}/coordinator`);
    const rounds = await coordinator.page.locator("a[href^='/coordinator/rounds/']").evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")?.split("/").at(-1) ?? ""),
    );
    for (const round of new Set(rounds)) {
      for (;;) {
        await coordinator.open(`${demo.origin}/driver?round=${round}`);
        const next = coordinator.page.locator(".road li.now a");
        if ((await next.count()) === 0) break;
        await next.first().click();
        await coordinator.page.waitForURL(/\/driver\/stops\//);
        const place = await coordinator.page.locator("h1").innerText();
        const unloads = await coordinator.page.getByRole("heading", { name: "Da scaricare" }).count();
        const rows = await coordinator.page.locator(".lot").count();
        await coordinator.page.locator(".action-bar .button.primary").filter({ visible: true }).first().click();
        await coordinator.page.getByText(/^(Ritirato da|Consegnato:|Tappa confermata:) /).waitFor();
        if (unloads && rows >= 3) return place;
      }
    }
    throw new Error("no round brings three lots to a point");
  }

  const here = () => phone.page.locator(".here > div");
  const waiting = () => phone.page.locator("#queued a");
  const big = () => phone.page.locator(".action-bar .button.primary").filter({ visible: true });
  /** @param {import("playwright-core").Locator} row */
  const numberIn = async (row) => (await row.innerText()).match(/Lotto (\d+)/)?.[1] ?? "";

  test("checks everything in but one lot", async () => {
    await phone.open(`${demo.origin}/point`);
    await phone.page.getByRole("link", { name: /^Controlla/ }).first().tap();
    await phone.page.waitForURL(/\/point\/check$/);
    const rows = phone.page.locator(".to-check");
    for (const row of await rows.all()) lots.set(await numberIn(row), Number((await row.locator(".quantity").innerText()).match(/\d+/)?.[0]));
    assert.ok(lots.size >= 3, `${lots.size} lots`);
    for (const field of await phone.page.locator("input[name^='temperature-']").all()) {
      await field.fill((await field.getAttribute("name"))?.endsWith("frozen") ? "-19" : "2");
    }
    await rows.first().locator("summary").tap();
    await rows.first().locator("label.choice").filter({ hasText: /rott/i }).tap();
    await big().tap();
    await phone.page.waitForURL(/\/point$/);
    await here().filter({ hasText: /^Controllo: \d+ lotti[\s\S]*✓ Salvato sul telefono/ }).waitFor();
    await waiting().filter({ hasText: "Da inviare (1)" }).waitFor();
    assert.equal(await phone.page.locator(".lot.expected").count(), lots.size, "each lot has its tick");
    assert.equal(await phone.page.locator(".lot.expected .error:not([hidden])").count(), 1, "one is rejected");
  });

  test("does not offer the same lots again", async () => {
    await phone.open(`${demo.origin}/point/check`);
    await phone.page.getByText("Salvato sul telefono. Parte da solo quando torna la rete.").waitFor();
    assert.equal(await big().isVisible(), false);
  });

  test("gives to families what it has checked, and not what it rejected", async () => {
    await phone.open(`${demo.origin}/point/handouts`);
    const [rejected, given] = [...lots.keys()];
    const row = (/** @type {string | undefined} */ number) => phone.page.locator(".lot").filter({ hasText: `Lotto ${number},` });
    await row(given).waitFor();
    assert.equal(await row(rejected).isVisible(), false);
    for (const twice of [true, false]) {
      await row(given).locator("[data-step='1']").tap();
      await phone.page.locator("[aria-controls=families][data-step='1']").tap();
      await phone.page.locator("[aria-controls=persons][data-step='1']").tap();
      await big().tap();
      const said = here().filter({ hasText: /^Consegna alle famiglie: .+ 1, famiglie 1[\s\S]*✓ Salvato/ });
      await said.waitFor();
      if (twice) {
        await said.getByRole("button", { name: "Annulla" }).tap();
        await said.waitFor({ state: "detached" });
      }
    }
    await waiting().filter({ hasText: "Da inviare (2)" }).waitFor();
    assert.deepEqual((await queueOf(phone)).map(({ nr }) => nr), [1, 2]);
  });

  test("finds each step at the server once, and can take one back", async () => {
    await phone.context.setOffline(false);
    await phone.page.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {});
    await until(() => queueOf(phone).then((entries) => entries.length === 0, () => false));
    await until(() => phone.page.evaluate(() => !document.documentElement.hasAttribute("data-kept")).catch(() => false));
    assert.equal(await phone.page.evaluate(() => sessionStorage.getItem("two-ticks")), "1");
    const [rejected, given, other] = [...lots.keys()];
    for (const [number, steps] of /** @type {const} */ ([[rejected, "rejected"], [given, "given"], [other, "accepted"]])) {
      await coordinator.open(`${demo.origin}/coordinator/trace?q=${number}`);
      const life = (await coordinator.page.locator(".timeline > li").allInnerTexts()).filter((line) => line.includes(name));
      const expected = steps === "given" ? 2 : 1;
      assert.equal(life.length, expected, `${steps}: ${life.join(" | ")}`);
    }
    await phone.open(`${demo.origin}/point/handouts`);
    const handouts = phone.page.locator(".section .card");
    assert.equal(await handouts.count(), 1);
    await phone.context.setOffline(true);
    await handouts.getByRole("button", { name: "Annulla" }).tap();
    await handouts.getByText("Annullato", { exact: true }).waitFor();
    await phone.context.setOffline(false);
    await phone.page.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {});
    await until(() => queueOf(phone).then((entries) => entries.length === 0, () => false));
    await until(async () => !(await (await phone.page.request.get(`${demo.origin}/point/handouts`)).text()).includes("/undo?"));
    phone.takeFaults();
  });
});
