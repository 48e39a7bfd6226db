/** A shop's main job on a phone, with the taps it may cost. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a shop", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** A coordinator's, who may act for any shop. @type {Phone} */
  let phone;
  /** Shops that have not said anything today. @type {string[]} */
  let quiet;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.coordinator);
    phone = await openPhone(browser, { session });
    await phone.open(`${demo.origin}/donor`);
    const links = await phone.page.locator("a[href^='/donor?site=']").evaluateAll((all) =>
      all.map((link) => link.getAttribute("href") ?? ""),
    );
    quiet = [];
    for (const link of new Set(links)) {
      const page = await (await phone.page.request.get(demo.origin + link)).text();
      if (/href="[^"]*like=yesterday/.test(page)) quiet.push(link);
    }
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  const asYesterday = () => phone.page.getByRole("link", { name: "Come ieri" });
  const announce = () => phone.page.getByRole("button", { name: "Annuncia", exact: true });

  /** @param {string} shop */
  async function openToday(shop) {
    await phone.open(demo.origin + shop);
    phone.taps = 0;
  }

  /** Takes back what was just announced, so that the shop has said nothing again. */
  async function takeBack() {
    await phone.tap(phone.page.getByRole("button", { name: /^Annulla/ }));
    await phone.page.waitForURL((url) => !url.searchParams.has("done"));
    await asYesterday().waitFor();
  }

  test("announces the same as yesterday in two taps, and takes it back in one", async () => {
    await openToday(quiet[0] ?? "");
    await phone.tap(asYesterday());
    await phone.page.waitForURL(/like=yesterday/);
    await phone.tap(announce());
    await phone.page.getByText(/^Annunciat[ae] \d+ cass[ae] per /).waitFor();
    assert.ok(phone.taps <= 3, `${phone.taps} taps`);
    assert.ok((await phone.page.locator(".lot").count()) > 0, "the lots stand in the list");
    await takeBack();
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("announces yesterday's with another quantity in four taps at most", async () => {
    await openToday(quiet[1] ?? "");
    await phone.tap(asYesterday());
    await phone.page.waitForURL(/like=yesterday/);
    const filled = phone.page.locator(".tiles input");
    const values = await filled.evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : "")));
    const first = values.findIndex((value) => Number(value) > 0);
    assert.ok(first >= 0, `nothing is filled in: ${values}`);
    const field = filled.nth(first);
    const before = Number(await field.inputValue());
    await phone.tap(phone.page.locator(".tiles .category").nth(first).getByRole("button", { name: /^Uno in più/ }));
    assert.equal(Number(await field.inputValue()), before + 1);
    await phone.tap(announce());
    await phone.page.getByText(/^Annunciat[ae] \d+ cass[ae] per /).waitFor();
    assert.ok(phone.taps <= 4, `${phone.taps} taps`);
    await takeBack();
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("announces five crates for the first time in four taps, their date among them", async () => {
    await openToday(quiet[0] ?? "");
    await phone.tap(phone.page.getByRole("link", { name: "Annuncia", exact: true }).first());
    await phone.page.waitForURL(/\/donor\/announce/);
    assert.equal(await phone.page.locator("input[name='date-dairy']:checked").count(), 0, "nobody has said it yet");
    await phone.tap(phone.page.getByRole("button", { name: "5 in più: Latte e ricotta" }));
    assert.equal(await phone.page.locator("#crates-dairy").inputValue(), "5");
    // The day of the pickup and the two after it are one tap away.
    await phone.tap(phone.page.locator("#date-dairy label.choice").nth(1));
    await phone.tap(announce());
    await phone.page.getByText(/^Annunciate 5 casse per /).waitFor();
    assert.ok(phone.taps <= 4, `${phone.taps} taps`);
    assert.match(await phone.page.locator(".lot").innerText(), /Scadenza \S+ \d+\/\d+/);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("says the dates of yesterday's food again, and sees the day above the button", async () => {
    await openToday(quiet[1] ?? "");
    await phone.tap(asYesterday());
    await phone.page.waitForURL(/like=yesterday/);
    const dated = phone.page.locator(".dated:visible fieldset:visible");
    for (const question of await dated.all()) assert.equal(await question.locator(":checked").count(), 0);
    const day = phone.page.locator("[data-day]");
    const chosen = await phone.page.locator("#date label.choice:has(:checked)").innerText();
    assert.equal(await day.innerText(), `Per ${chosen}`);
    const other = phone.page.locator("#date label.choice:not(:has(:checked))").first();
    const words = await other.innerText();
    await other.tap();
    assert.equal(await day.innerText(), `Per ${words}`);
    await phone.page.locator("#date label.choice").filter({ hasText: new RegExp(`^${chosen}$`) }).tap();
    assert.equal(await day.innerText(), `Per ${chosen}`);
    if (await dated.count()) await phone.tap(dated.first().locator("label.choice").nth(1));
    await phone.tap(announce());
    await phone.page.getByText(/^Annunciat[ae] \d+ cass[ae] per /).waitFor();
    assert.ok(phone.taps <= 4, `${phone.taps} taps`);
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("is told at the tiles that nothing was chosen", async () => {
    await phone.open(demo.origin + (quiet[0] ?? "").replace("/donor", "/donor/announce"));
    await announce().tap();
    await phone.page.locator("#lots .error").waitFor();
    assert.match(await phone.page.locator("#lots .error").innerText(), /\S/);
    // The browser itself reports the answer 422 of the form.
    assert.ok(phone.takeFaults().every((fault) => fault.includes("422")));
  });
});
