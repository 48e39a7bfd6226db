/** A driver's shifts on a phone: giving one up, taking one, and the calendar, with the taps they may cost. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";
import { faultsOfScreen } from "./screens.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

const PICTURES = new URL("../../target/screens/", import.meta.url).pathname;

describe("a driver's shifts", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Phone} */
  let phone;

  before(async () => {
    await mkdir(PICTURES, { recursive: true });
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    const { session } = await logIn(browser, demo.links.driver);
    phone = await openPhone(browser, { session });
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    await demo?.stop();
  });

  /** @param {string} name */
  const buttons = (name) => phone.page.getByRole("button", { name, exact: true });

  async function openShifts() {
    await phone.open(`${demo.origin}/driver/shifts`);
    phone.taps = 0;
  }

  test("are one tap away from the round, and a page like every other", async () => {
    await phone.open(`${demo.origin}/driver`);
    phone.taps = 0;
    await phone.tap(phone.page.getByRole("link", { name: "Turni", exact: true }));
    await phone.page.waitForURL(/\/driver\/shifts/);
    assert.equal(phone.taps, 1);
    assert.deepEqual(await faultsOfScreen(phone, "it"), []);
  });

  test("are taken over with one tap", async () => {
    await openShifts();
    const open = await buttons("Lo prendo io").count();
    assert.ok(open > 0, "the demonstration has an open shift");
    await phone.tap(buttons("Lo prendo io").first());
    await phone.page.getByText("Grazie! Il turno è tuo.").waitFor();
    assert.equal(phone.taps, 1);
    assert.equal(await buttons("Lo prendo io").count(), open - 1);
  });

  test("are given up with one tap, and taken back with one", async () => {
    await openShifts();
    const mine = await buttons("Non posso").count();
    await phone.tap(buttons("Non posso").nth(1));
    await phone.page.getByText("Cerchiamo chi ti copre", { exact: true }).waitFor();
    assert.equal(phone.taps, 1);
    assert.equal(await buttons("Non posso").count(), mine - 1);
    await phone.tap(buttons("Posso di nuovo"));
    await phone.page.getByText("Bene, il turno è di nuovo tuo.").waitFor();
    assert.equal(await buttons("Non posso").count(), mine);
  });

  test("come with a calendar whose link is shown once", async () => {
    await openShifts();
    await phone.tap(buttons("Crea il link"));
    const link = await phone.page.getByText(/\/calendar\/.*\.ics$/).innerText();
    assert.deepEqual(await faultsOfScreen(phone, "it"), []);
    const answer = await phone.page.request.get(link);
    assert.equal(answer.status(), 200);
    assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\n/);
    assert.deepEqual(phone.takeFaults(), []);
  });
});
