/** Prints what the first load of each audience's main page weighs on the wire, and fails above the limits. */

import { ROLES, logIn, openBrowser, openPhone, startDemo } from "./harness.mjs";

const LIMITS = { all: 60 * 1024, script: 25 * 1024 };
const TYPES = ["document", "stylesheet", "script", "image", "font", "other"];

/**
 * Compressed bodies only: headers differ between HTTP/1 and what a reverse proxy speaks.
 * @param {import("playwright-core").Browser} browser @param {string} url
 * @param {import("./harness.mjs").Session} session
 */
async function weigh(browser, url, session) {
  const phone = await openPhone(browser, { session, serviceWorkers: "block" });
  /** @type {import("playwright-core").Request[]} */
  const requests = [];
  phone.page.on("requestfinished", (request) => requests.push(request));
  await phone.open(url);
  /** @type {Record<string, number>} */
  const bytes = Object.fromEntries(TYPES.map((type) => [type, 0]));
  for (const request of requests) {
    const type = TYPES.includes(request.resourceType()) ? request.resourceType() : "other";
    bytes[type] = (bytes[type] ?? 0) + (await request.sizes()).responseBodySize;
  }
  await phone.close();
  return bytes;
}

const demo = await startDemo();
const browser = await openBrowser();
let tooHeavy = 0;
try {
  console.log(["first load, bytes".padEnd(18), ...TYPES, "all"].map((name) => name.padStart(11)).join(""));
  for (const role of ROLES) {
    const { session, home } = await logIn(browser, demo.links[role]);
    const bytes = await weigh(browser, home, session);
    const all = Object.values(bytes).reduce((sum, each) => sum + each, 0);
    const cells = [...TYPES.map((type) => bytes[type]), all].map((each) => String(each).padStart(11));
    console.log(role.padEnd(18) + cells.join(""));
    if (!bytes.document) throw new Error(`${role}: nothing was weighed at ${home}`);
    if (all > LIMITS.all || (bytes.script ?? 0) > LIMITS.script) {
      tooHeavy += 1;
      console.log(`${role} is too heavy: at most ${LIMITS.all} in all, ${LIMITS.script} of it script`);
    }
  }
} finally {
  await browser.close();
  await demo.stop();
}
process.exitCode = tooHeavy ? 1 : 0;
