/** How much a person must scroll: what a job needs is in view, and long lists stay short. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { FLAGS, logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

/** @typedef {import("./harness.mjs").Phone} Phone */

const PORTRAIT = { width: 360, height: 740 };
const LANDSCAPE = { width: 740, height: 360 };
const DESK = { width: 1280, height: 800 };
/** The most that a list may be high on a phone, in CSS pixels. */
const LONGEST_LIST = 3_000;

describe("sizes of pages", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** @param {"driver" | "coordinator"} role @param {(phone: Phone) => Promise<void>} look */
  async function on(role, look) {
    const { session } = await logIn(browser, demo.links[role]);
    const phone = await openPhone(browser, { session });
    await look(phone);
    await phone.close();
  }

  test("what to load stands in view beside the button, upright and on its side", async () => {
    await on("driver", async (phone) => {
      await phone.open(`${demo.origin}/driver`);
      const stop = await phone.page.locator(".road > li a").first().getAttribute("href");
      for (const size of [PORTRAIT, LANDSCAPE]) {
        await phone.page.setViewportSize(size);
        await phone.open(demo.origin + stop);
        const seen = await phone.page.evaluate(() => {
          const of = (/** @type {string} */ what) => document.querySelector(what)?.getBoundingClientRect();
          const [bar, lot, button, tabs] = [of(".action-bar"), of(".lot"), of(".action-bar .primary"), of("nav.tabs")];
          if (!bar || !lot || !button || !tabs) return null;
          const covered = bar.left < lot.left + 40 ? bar.top : tabs.top;
          return { lot: lot.bottom <= covered, button: button.bottom <= innerHeight && button.height >= 44, tabs: tabs.bottom <= innerHeight + 1 };
        });
        assert.deepEqual(seen, { lot: true, button: true, tabs: true }, `${size.width} x ${size.height}`);
      }
    });
  });

  test("a desk shows alarms, events, rounds and figures of the day at once", async () => {
    const { session } = await logIn(browser, demo.links.coordinator);
    const context = await browser.newContext({ viewport: DESK, storageState: session, locale: "it-IT" });
    const page = await context.newPage();
    await page.goto(`${demo.origin}/coordinator`);
    for (const needed of [".alarm-line", ".events", ".rounds", ".figures"]) {
      const box = await page.locator(needed).first().boundingBox();
      assert.ok(box && box.y + box.height <= DESK.height, `${needed} ends at ${box && box.y + box.height} px`);
    }
    const [rounds, map] = await Promise.all([".rounds", ".day-panes .map-sheet"].map((pane) => page.locator(pane).boundingBox()));
    assert.ok(rounds && map && map.x >= rounds.x + rounds.width, "the map stands beside the rounds");
    const heads = await page.locator(".rounds thead th").allInnerTexts();
    assert.deepEqual(heads, ["Giro", "Autista", "Prossima tappa", "Fatte", "Ritardo", "A bordo"]);
    await context.close();
  });

  test("a driver who drops out is said in two taps without scrolling", async () => {
    await on("coordinator", async (phone) => {
      await phone.page.setViewportSize(PORTRAIT);
      await phone.open(`${demo.origin}/coordinator`);
      const event = phone.page.getByRole("link", { name: "Autista non può" });
      const tabs = (await phone.page.locator("nav.tabs").boundingBox())?.y ?? 0;
      const inView = async (/** @type {import("playwright-core").Locator} */ control) => {
        const box = await control.boundingBox();
        return Boolean(box && box.y >= 0 && box.y + box.height <= tabs);
      };
      assert.ok(await inView(event), "what happened is in view");
      phone.taps = 0;
      await phone.tap(event);
      await phone.page.waitForURL(/events\/driver$/, { timeout: 60_000 });
      const drivers = phone.page.getByRole("button", { name: /^Non viene$/ });
      assert.ok((await drivers.count()) > 5);
      for (const driver of await drivers.all()) assert.ok(await inView(driver), "each driver is in view");
      assert.equal(await phone.page.evaluate(() => scrollY), 0);
      await phone.tap(drivers.first());
      await phone.page.waitForURL(/coordinator\/(proposal|plan)/, { timeout: 90_000 });
      assert.equal(phone.taps, 2);
    });
  });

  test("long lists stay short on a phone, and what is new stands on top", async () => {
    await on("coordinator", async (phone) => {
      for (const path of ["sites", "people", "trace", "more", "events/fewer", "events/declined"]) {
        await phone.open(`${demo.origin}/coordinator/${path}`);
        const height = await phone.page.evaluate(() => document.documentElement.scrollHeight);
        assert.ok(height < LONGEST_LIST, `${path} is ${height} px high`);
      }
      for (const [path, link] of [["people", "/coordinator/people/new"], ["sites", "/coordinator/sites/new?kind=donor"]]) {
        await phone.open(`${demo.origin}/coordinator/${path}`);
        const box = await phone.page.locator(`a[href="${link}"]`).boundingBox();
        assert.ok(box && box.y + box.height < PORTRAIT.height, `${link} is at ${box?.y} px`);
      }
    });
  });

  test("every page of a list can be reached, and each row once", async () => {
    await on("coordinator", async (phone) => {
      await phone.open(`${demo.origin}/coordinator/people`);
      /** @type {string[]} */
      const rows = [];
      for (;;) {
        rows.push(...(await phone.page.locator(".index a").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""))));
        const next = phone.page.locator("nav a[href*='page=']").filter({ hasText: "Avanti" });
        if ((await next.count()) === 0) break;
        await Promise.all([phone.page.waitForLoadState(), next.tap()]);
        await phone.page.waitForTimeout(200);
      }
      assert.ok(rows.length > 30, `${rows.length} people`);
      assert.equal(new Set(rows).size, rows.length);
    });
  });

  test("who is signed in stands on two lines beside a way back, however long that is", async () => {
    const { session } = await logIn(browser, demo.links.coordinator);
    for (const language of /** @type {const} */ (["it", "en"])) {
      for (const width of [360, 320]) {
        const phone = await openPhone(browser, { session, language, width });
        await phone.open(`${demo.origin}/coordinator/fleet`);
        const vehicle = await phone.page.locator("main a[href^='/coordinator/vehicles/']").first().getAttribute("href");
        for (const path of ["/coordinator/area", "/coordinator/shifts/new", `${vehicle}/downtimes`, "/coordinator/events/driver"]) {
          await phone.open(demo.origin + path);
          const lines = await phone.page.locator(".who").evaluate((who) => who.getBoundingClientRect().height / parseFloat(getComputedStyle(who).lineHeight));
          assert.ok(lines < 2.5, `${path} at ${width} px, ${language}: ${lines} lines`);
        }
        await phone.close();
      }
    }
  });

  test("letters twice as large do not make a driver scroll sideways", async () => {
    const large = await chromium.launch({
      executablePath: process.env.GIROFRESCO_CHROMIUM ?? "/usr/bin/chromium",
      args: [...FLAGS, "--blink-settings=defaultFontSize=32"],
    });
    try {
      const { session } = await logIn(large, demo.links.driver);
      const phone = await openPhone(large, { session });
      for (const path of ["/driver", "/driver/problem", "/driver/end", "/driver/shifts"]) {
        await phone.open(demo.origin + path);
        const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= PORTRAIT.width, `${path} is ${width} px wide`);
      }
    } finally {
      await large.close();
    }
  });
});
