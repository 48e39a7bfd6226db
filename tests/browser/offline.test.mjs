/** A driver's round without a network, and everything that can go wrong with a queue. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("a driver without a network", () => {
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
    ({ session } = await logIn(browser, demo.links.driver));
    phone = await openPhone(browser, { session });
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  const big = () => phone.page.locator(".action-bar .button.primary").filter({ visible: true });
  const waiting = () => phone.page.locator("#queued a");
  const openStops = () => phone.page.locator(".road > li:not(.done):not(.skipped):not(.expected)").count();

  /** Opens the round with a network, and waits until the phone has the pages of all its stops. */
  async function loadRound() {
    await phone.open(`${demo.origin}/driver`);
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const wanted = await phone.page.locator("meta[name=keep]").getAttribute("content");
    const addresses = (wanted ?? "").split(" ");
    assert.ok(addresses.length > 10, "the round names its pages");
    await until(() =>
      phone.page.evaluate(async (addresses) => {
        const kept = await caches.open("pages");
        const found = await Promise.all([...addresses, "/outbox"].map((address) => kept.match(address)));
        return found.every(Boolean);
      }, addresses),
    );
  }

  test("confirms two stops, and the third is open", async () => {
    await loadRound();
    const before = await openStops();
    await phone.context.setOffline(true);
    await big().tap();
    await phone.page.waitForURL(/\/driver\/stops\//);
    const first = new URL(phone.page.url()).pathname;
    phone.taps = 0;
    await phone.tap(big());
    await phone.page.waitForURL((url) => url.pathname !== first);
    assert.equal(phone.taps, 1, "as many taps as with a network");
    await phone.page.locator("#toasts").getByText("Salvato sul telefono. Parte da solo").waitFor();
    await waiting().filter({ hasText: "Da inviare (1)" }).waitFor();
    const second = new URL(phone.page.url()).pathname;
    await big().tap();
    await phone.page.waitForURL((url) => url.pathname !== second);
    await phone.open(`${demo.origin}/driver`);
    await waiting().filter({ hasText: "Da inviare (2)" }).waitFor();
    assert.equal(await openStops(), before - 2);
    assert.equal(await phone.page.locator(".road > li.now").count(), 1);
    assert.match(await phone.page.locator("#queued").innerText(), /Senza rete\. Vedi la situazione delle \d\d:\d\d\./);
    const all = await phone.page.locator(".road > li").count();
    assert.equal(await phone.page.locator("[data-progress] .number").innerText(), `2 di ${all}`);
    assert.equal(await phone.page.locator("[data-progress] .label").innerText(), `Mancano ${all - 2} tappe`);
    phone.takeFaults();
  });

  test("shows what waits, since when", async () => {
    await phone.open(`${demo.origin}/outbox`);
    const entries = phone.page.locator("#outbox .card");
    await entries.first().waitFor();
    assert.equal(await entries.count(), 2);
    assert.match(await entries.first().innerText(), /Tappa: .+[\s\S]*Fatto alle \d\d:\d\d[\s\S]*Aspetta la rete/);
  });

  test("takes one back that nobody knows of yet", async () => {
    await phone.open(`${demo.origin}/driver`);
    await phone.page.locator(".road > li.expected").nth(1).waitFor();
    const before = await openStops();
    await phone.open(`${demo.origin}/outbox`);
    const entries = phone.page.locator("#outbox .card");
    await entries.last().getByRole("button").tap();
    await phone.page.waitForFunction(() => document.querySelectorAll("#outbox .card").length === 1);
    await phone.open(`${demo.origin}/driver`);
    await phone.page.locator(".road > li.expected").first().waitFor();
    assert.equal(await openStops(), before + 1);
    phone.takeFaults();
  });

  test("finds everything received when the network is back", async () => {
    const before = await openStops();
    await phone.context.setOffline(false);
    await phone.page.waitForFunction(() => document.getElementById("queued")?.hidden, undefined, { timeout: 20_000 });
    await phone.open(`${demo.origin}/driver`);
    assert.equal(await openStops(), before);
    const done = await phone.page.locator(".road > li.done").count();
    assert.ok(done >= 1, "the server has the stop");
    phone.takeFaults();
  });

  test("finds a way home from a form that only the network takes", async () => {
    await phone.context.setOffline(true);
    await phone.page.evaluate(() => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: "/notices/later" });
      document.body.append(form);
      form.submit();
    });
    await phone.page.getByRole("heading", { name: "Non c'è rete" }).waitFor();
    await phone.page.locator("main a[href='/']").tap();
    await phone.page.locator("html[data-kept]").waitFor();
    await phone.context.setOffline(false);
    phone.takeFaults();
  });
});
