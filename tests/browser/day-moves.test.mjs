/** Something happens during the day: the coordinator enters it in two taps, reads what would change, and accepts. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";
import { faultsOfScreen } from "./screens.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

describe("when something happens, a coordinator", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let phone;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.coordinator);
    phone = await openPhone(browser, { session });
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  test("finds every kind of it one tap away, on a screen that fits", async () => {
    for (const kind of ["driver", "vehicle", "late", "more", "fewer", "closed", "declined", "joins"]) {
      await phone.open(`${demo.origin}/coordinator`);
      await phone.tap(phone.page.locator(`a[href="/coordinator/events/${kind}"]`));
      await phone.page.waitForURL(new RegExp(`/coordinator/events/${kind}$`));
      assert.deepEqual(await faultsOfScreen(phone, "it"), [], kind);
    }
  });

  test("drops a driver who cannot come in two taps, and reads what would change", async () => {
    await phone.open(`${demo.origin}/coordinator`);
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("link", { name: "Autista non può", exact: true }));
    await phone.page.waitForURL(/\/coordinator\/events\/driver/);
    await phone.tap(phone.page.getByRole("button", { name: /^(Non viene|È fermo da)/ }).last());
    await phone.page.waitForURL(/\/coordinator\/proposal/, { timeout: 60_000 });
    assert.equal(phone.taps, 2);
    for (const words of ["Se non fai niente", "Con questa proposta", "Cibo salvato", "Che cosa cambia per gli autisti"]) {
      await phone.page.getByText(words, { exact: true }).first().waitFor();
    }
    assert.deepEqual(await faultsOfScreen(phone, "it"), []);
    await phone.screenshot("proposal");
  });

  test("accepts with one tap more, and everybody goes by it", async () => {
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("button", { name: "Accetta e avvisa tutti" }));
    await phone.page.waitForURL((url) => url.pathname === "/coordinator");
    assert.equal(phone.taps, 1);
    await phone.page.getByText("Piano pubblicato.", { exact: true }).waitFor();
    assert.deepEqual(phone.takeFaults(), []);
  });

  test("drops a proposal, and is back at the day", async () => {
    await phone.open(`${demo.origin}/coordinator/events/declined`);
    await phone.page.locator("details.more > summary").first().tap();
    await phone.tap(phone.page.locator("form[action$='/events/declined'] button").first());
    await phone.page.waitForURL(/\/coordinator\/proposal/, { timeout: 60_000 });
    await phone.tap(phone.page.getByRole("button", { name: "Scarta la proposta" }));
    await phone.page.waitForURL((url) => url.pathname === "/coordinator");
    assert.equal(await phone.page.getByRole("link", { name: "Guarda e pubblica" }).count(), 0);
    assert.deepEqual(phone.takeFaults(), []);
  });
});
