/** Taps that nobody meant: a finger, a mouse or a key that presses again what comes next under it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { HEIGHT, WIDTH, keptForTheDay, logIn, openBrowser, openPhone, startDemo, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */
/** @typedef {{ x: number, y: number }} Place */

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./harness.mjs").Session} */
let session;
/** @type {Phone} */
let phone;

/** A morning on which nothing is confirmed yet, on a phone that has its round at hand. */
async function begin() {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ session } = await logIn(browser, demo.links.driver));
  phone = await openPhone(browser, { session });
  await phone.open(`${demo.origin}/driver`);
  await keptForTheDay(phone);
}

async function end() {
  await phone?.close();
  await browser?.close();
  await demo?.stop();
}

const big = () => phone.page.locator(".action-bar .button.primary").filter({ visible: true });
const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** The number of acts of this phone, sent or not. @returns {Promise<number>} */
const acts = () =>
  phone.page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opened = indexedDB.open("girofresco");
        opened.onerror = () => failed(opened.error);
        opened.onsuccess = () => {
          const asked = opened.result.transaction("acts").objectStore("acts").count();
          asked.onsuccess = () => (opened.result.close(), done(asked.result));
        };
      }),
  );

const path = () => new URL(phone.page.url()).pathname;

/** Goes on once another page than that of an address is there. @param {string} here */
const left = (here) => phone.page.waitForURL((url) => url.pathname !== here);

/** @param {import("playwright-core").Locator} target @returns {Promise<Place>} */
async function placeOf(target) {
  const box = await target.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Opens the next stop, lets it be read, and tells where its big button is. */
async function readNextStop() {
  await until(() => phone.open(`${demo.origin}/driver`).then(() => true, () => false));
  await phone.page.getByRole("link", { name: "Prossima tappa" }).last().tap();
  await phone.page.waitForURL(/\/driver\/stops\//);
  await pause(2_000);
  return { place: await placeOf(big()), here: path(), known: await acts() };
}

/** @param {Place} place @param {number[]} pauses milliseconds before each further tap */
async function taps({ x, y }, pauses) {
  // Each at its time, however long the page takes for the one before.
  const done = [phone.page.touchscreen.tap(x, y)];
  for (const ms of pauses) {
    await pause(ms);
    done.push(phone.page.touchscreen.tap(x + 3, y - 2));
  }
  await Promise.all(done);
}

for (const offline of [false, true]) {
  describe(`two or three taps on one place, ${offline ? "from the phone's copy" : "with a network"}`, () => {
    before(begin);
    after(end);

    for (const pauses of [[350], [120, 120], [600, 600]]) {
      test(`are one act after ${pauses.join(" and ")} ms`, async () => {
        await phone.context.setOffline(offline);
        const { place, here, known } = await readNextStop();
        await taps(place, pauses);
        await left(here);
        await pause(1_000);
        assert.equal(await acts(), known + 1);
      });
    }

    test("are one act with a tap on something else in between", async () => {
      await phone.context.setOffline(offline);
      const { place, here, known } = await readNextStop();
      const elsewhere = await placeOf(phone.page.locator("main h1"));
      await taps(place, []);
      await left(here);
      await pause(100);
      await taps(elsewhere, []);
      // The button has stood there long enough to be read, and still belongs to the finger of before.
      await pause(800);
      await taps(place, []);
      await pause(1_000);
      assert.equal(await acts(), known + 1);
    });

    test("whoever means it confirms the next stop two seconds later", async () => {
      await phone.context.setOffline(offline);
      const { place, here, known } = await readNextStop();
      await taps(place, []);
      await left(here);
      const next = path();
      await pause(2_000);
      await taps(await placeOf(big()), []);
      await left(next);
      assert.equal(await acts(), known + 2);
    });

    test("the way back is taken by whoever means it", async () => {
      await phone.context.setOffline(offline);
      const { place, here, known } = await readNextStop();
      await taps(place, []);
      await left(here);
      const back = phone.page.locator("#toasts").getByRole("button", { name: /^Annulla/ });
      await back.waitFor();
      await pause(1_000);
      const [button, next] = [await placeOf(back), phone.page.url()];
      await taps(button, [300]);
      if (offline) await back.waitFor({ state: "detached" });
      else await phone.page.waitForURL((url) => url.href !== next);
      await pause(1_000);
      // What nobody knew of is forgotten; what the server has stays, with an act that takes it back.
      assert.equal(await acts(), offline ? known : known + 2);
    });
  });
}

describe("two presses", () => {
  before(begin);
  after(end);

  test("on a link are no act of the page that it leads to", async () => {
    await phone.context.setOffline(false);
    await until(() => phone.open(`${demo.origin}/driver`).then(() => true, () => false));
    await until(() => phone.page.evaluate(() => document.getElementById("queued")?.hidden === true));
    const known = await acts();
    await pause(1_000);
    await taps(await placeOf(big()), [800, 500]);
    await phone.page.waitForURL(/\/driver\/stops\//);
    await pause(1_000);
    assert.equal(await acts(), known);
  });

  test("a double click and a key held down are one act", async () => {
    for (const press of ["mouse", "Enter"]) {
      const { place, here, known } = await readNextStop();
      if (press === "mouse") await phone.page.mouse.click(place.x, place.y, { clickCount: 2, delay: 60 });
      else {
        await big().focus();
        // Held down, a key is pressed again and again.
        for (let times = 0; times < 12; times++) await phone.page.keyboard.down("Enter");
        await phone.page.keyboard.up("Enter");
      }
      await left(here);
      await pause(1_000);
      assert.equal(await acts(), known + 1, press);
    }
  });

  test("are one act without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: WIDTH, height: HEIGHT }, storageState: session, locale: "it-IT" });
    const page = await context.newPage();
    const done = async () => (await (await page.request.get(`${demo.origin}/driver`)).text()).split('class="done"').length - 1;
    for (const pauses of [[60], [500, 500]]) {
      await page.goto(`${demo.origin}/driver`);
      await page.getByRole("link", { name: "Prossima tappa" }).last().click();
      await page.waitForURL(/\/driver\/stops\//);
      await pause(2_500);
      const [{ x, y }, before] = [await placeOf(page.locator(".action-bar .button.primary").first()), await done()];
      await page.mouse.click(x, y);
      for (const ms of pauses) {
        await pause(ms);
        await page.mouse.click(x, y);
      }
      await pause(2_000);
      assert.equal(await done(), before + 1);
    }
    await context.close();
  });
});
