/** A shop's day without a network: what it says is kept on the phone, shown, and reaches the server once. */

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { invite, keptForTheDay, logIn, openBrowser, openPhone, queueOf, startDemo, until, watchTicks } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

const PICTURE = join(resolve(import.meta.dirname, "../.."), "assets/icons/icon-512.png");

describe("a shop without a network", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let coordinator;
  /** Shops that have not said anything today, with the phone of somebody there. @type {{ phone: Phone, name: string }[]} */
  let quiet;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.coordinator);
    coordinator = await openPhone(browser, { session });
    await coordinator.open(`${demo.origin}/donor`);
    const shops = await coordinator.page.locator("a[href^='/donor?site=']").evaluateAll((all) =>
      all.map((link) => ({ href: link.getAttribute("href") ?? "", name: link.textContent?.split(",")[0] ?? "" })),
    );
    quiet = [];
    for (const { href, name } of shops) {
      const page = await (await coordinator.page.request.get(demo.origin + href)).text();
      if (!/href="[^"]*like=yesterday/.test(page)) continue;
      const staff = await invite(browser, coordinator, demo.origin, name);
      if (staff) quiet.push(staff);
      if (quiet.length === 2) break;
    }
    for (const { phone } of quiet) {
      await watchTicks(phone);
      await phone.open(`${demo.origin}/donor`);
      await keptForTheDay(phone);
      await phone.context.setOffline(true);
    }
  });
  after(async () => {
    for (const { phone } of quiet ?? []) await phone.close();
    await coordinator?.close();
    await browser?.close();
    await demo?.stop();
  });

  /** @param {number} index */
  const shop = (index) => /** @type {{ phone: Phone, name: string }} */ (quiet[index]);
  /** @param {Phone} phone */
  const here = ({ page }) => page.locator(".here > div");
  /** @param {Phone} phone */
  const waiting = ({ page }) => page.locator("#queued a");

  /** @param {Phone} phone */
  async function heals(phone) {
    await phone.context.setOffline(false);
    await phone.page.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {});
    await until(() => queueOf(phone).then((entries) => entries.length === 0, () => false));
    await until(() => phone.page.evaluate(() => !document.documentElement.hasAttribute("data-kept")).catch(() => false));
    assert.equal(await phone.page.evaluate(() => sessionStorage.getItem("two-ticks")), "1", "two ticks were shown");
    phone.takeFaults();
  }

  test("announces the same as yesterday, and takes it back before anybody knows", async () => {
    const { phone } = shop(0);
    await phone.open(`${demo.origin}/donor`);
    await phone.page.getByRole("link", { name: "Come ieri" }).tap();
    await phone.page.waitForURL(/like=yesterday/);
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("button", { name: "Annuncia", exact: true }));
    await phone.page.waitForURL(/\/donor$/);
    assert.equal(phone.taps, 1);
    await here(phone).filter({ hasText: "✓ Salvato sul telefono" }).waitFor();
    assert.match(await here(phone).innerText(), /^Annuncio: .+ \d+/);
    await waiting(phone).filter({ hasText: "Da inviare (1)" }).waitFor();
    await here(phone).getByRole("button", { name: "Annulla" }).tap();
    await here(phone).waitFor({ state: "detached" });
    assert.equal(await waiting(phone).isVisible(), false);
    assert.deepEqual(await queueOf(phone), []);
  });

  test("announces with a photo, and sees what waits", async () => {
    const { phone } = shop(0);
    await phone.open(`${demo.origin}/donor/announce`);
    const bread = phone.page.locator("#crates-bread");
    await phone.page.locator("[aria-controls=crates-bread][data-step='1']").tap();
    await phone.page.locator("[aria-controls=crates-bread][data-step='1']").tap();
    assert.equal(await bread.inputValue(), "2");
    await phone.page.locator("details.more").last().locator("summary").tap();
    await phone.page.locator("input[type=file]").setInputFiles(PICTURE);
    await phone.page.getByRole("button", { name: "Annuncia", exact: true }).tap();
    await phone.page.waitForURL(/\/donor$/);
    await here(phone).filter({ hasText: "Annuncio: Pane 2" }).waitFor();
    await waiting(phone).filter({ hasText: "Da inviare (2)" }).waitFor();
    await waiting(phone).tap();
    const cards = phone.page.locator("#outbox .card");
    await cards.nth(1).waitFor();
    assert.match(await cards.nth(0).innerText(), /^Annuncio: Pane 2\s+Fatto alle \d\d:\d\d\s+Aspetta la rete/);
    assert.match(await cards.nth(1).innerText(), /^Foto/);
    const [announced, photo] = await queueOf(phone);
    assert.deepEqual([announced?.nr, photo?.nr], [1, 2], "what was taken back leaves no gap");
  });

  test("says that there is nothing today, takes it back, and says it again", async () => {
    const { phone } = shop(1);
    await phone.open(`${demo.origin}/donor`);
    const nothing = phone.page.getByRole("button", { name: /^Niente / });
    await nothing.tap();
    await here(phone).filter({ hasText: /Niente / }).waitFor();
    assert.equal(await nothing.isVisible(), false);
    await here(phone).getByRole("button", { name: "Annulla" }).tap();
    await nothing.waitFor();
    await nothing.tap();
    await here(phone).filter({ hasText: /Niente / }).waitFor();
    assert.equal((await queueOf(phone)).length, 1);
  });

  test("finds everything at the server once, with its author and its photo", async () => {
    const [first, second] = [shop(0), shop(1)];
    for (const { phone } of [first, second]) await phone.open(`${demo.origin}/donor`);
    for (const { phone } of [first, second]) await heals(phone);
    const lots = first.phone.page.locator(".lot");
    assert.equal(await lots.count(), 1, "one lot");
    assert.match(await lots.innerText(), /Pane[\s\S]*2\s+casse/);
    const photo = await lots.locator("a[href^='/photos/']").getAttribute("href");
    const answer = await first.phone.page.request.get(demo.origin + photo);
    assert.equal(answer.headers()["content-type"], "image/jpeg");
    await second.phone.page.locator("main").getByText(/niente\. Grazie/).first().waitFor();
    const number = (await lots.innerText()).match(/\d{3,}/)?.[0] ?? "";
    await coordinator.open(`${demo.origin}/coordinator/trace?q=${number}`);
    const life = await coordinator.page.locator(".timeline > li").allInnerTexts();
    assert.equal(life.length, 1, "announced once");
    assert.ok(life[0]?.includes(first.name), `${life[0]} by ${first.name}`);
  });

  test("says that there is less, and takes a lot back", async () => {
    const { session } = await logIn(browser, demo.links.donor);
    const phone = await openPhone(browser, { session });
    await watchTicks(phone);
    await phone.open(`${demo.origin}/donor`);
    await keptForTheDay(phone);
    await phone.context.setOffline(true);
    /** @param {number} index */
    const lot = (index) => phone.page.locator(".lot").nth(index);
    const before = Number((await lot(0).locator(".quantity").innerText()).match(/\d+/)?.[0]);
    await lot(0).locator("summary").tap();
    await lot(0).getByRole("button", { name: "Salva" }).tap();
    await here(phone).filter({ hasText: `ne restano ${before - 1}` }).waitFor();
    for (const again of [true, false]) {
      await lot(1).locator("summary").tap();
      await lot(1).locator("form").last().getByRole("button").tap();
      const said = here(phone).filter({ hasText: "Ritirato dall'annuncio" });
      await said.waitFor();
      if (again) {
        await said.getByRole("button", { name: "Annulla" }).tap();
        await said.waitFor({ state: "detached" });
      }
    }
    await waiting(phone).filter({ hasText: "Da inviare (2)" }).waitFor();
    await heals(phone);
    assert.match(await lot(0).innerText(), /1 cassa: l'hai tolta tu/);
    assert.doesNotMatch(await lot(1).innerText(), /aspetta il ritiro/);
    await phone.close();
  });
});
