/** Every page that anybody can reach by links, in both languages and both themes. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, ROLES, logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";
import { crawl, faultsOfScreen } from "./screens.mjs";

describe("every screen", () => {
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

  for (const role of ROLES) {
    test(`that the ${role} reaches keeps the rules`, async (t) => {
      const { session, home } = await logIn(browser, demo.links[role]);
      await keepsTheRules(t, role, home, session);
    });
  }

  test("that anybody reaches keeps the rules", async (t) => {
    await keepsTheRules(t, "public", `${demo.origin}/`, undefined);
  });

  /**
   * @param {{ diagnostic(message: string): void }} t
   * @param {string} who @param {string} home @param {import("./harness.mjs").Session | undefined} session
   */
  async function keepsTheRules(t, who, home, session) {
    /** @type {string[]} */
    const faults = [];
    for (const language of LANGUAGES) {
      const phone = await openPhone(browser, { language, session });
      const opened = await crawl(phone, home, async (url) => {
        if (url === home) await phone.screenshot(`${who}-${language}`);
        const found = await faultsOfScreen(phone, language);
        faults.push(...found.map((fault) => `${language} ${new URL(url).pathname}: ${fault}`));
      });
      t.diagnostic(`${language}: ${opened.length} pages`);
      await phone.close();
    }
    assert.deepEqual(faults, []);
  }
});
