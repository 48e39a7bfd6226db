/** Starts the demo server and phones in Chromium, and watches what goes wrong on their screens. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

/**
 * @typedef {import("playwright-core").Browser} Browser
 * @typedef {import("playwright-core").BrowserContext} BrowserContext
 * @typedef {import("playwright-core").Locator} Locator
 * @typedef {import("playwright-core").Page} Page
 * @typedef {Awaited<ReturnType<BrowserContext["storageState"]>>} Session  cookies and storage of somebody logged in
 * @typedef {"donor" | "driver" | "point" | "coordinator"} Role
 * @typedef {"light" | "dark"} Theme
 * @typedef {"it" | "en"} Language
 */

export const ROLES = /** @type {const} */ (["donor", "driver", "point", "coordinator"]);
export const LANGUAGES = /** @type {const} */ (["it", "en"]);
export const WIDTH = 360;
export const HEIGHT = 740;
/** How long a person looks at a button before tapping it, and between two taps on one place, in milliseconds. */
const READS = 700;
const BETWEEN_TAPS = 1_800;
/** Taps at most so far from each other are on one place, in CSS pixels. */
const ONE_PLACE = 100;

const REPOSITORY = resolve(import.meta.dirname, "../..");
export const BINARY = process.env.GIROFRESCO_BINARY ?? join(REPOSITORY, "target/debug/girofresco");
const INVENTED = join(REPOSITORY, "target/invented");
const SCREENS = join(REPOSITORY, "target/screens");
const PATIENCE = 60_000;
/** What a demo invents takes long on a busy machine, in milliseconds. */
const STARTS_WITHIN = 240_000;
const LOCALES = { it: "it-IT", en: "en-GB" };
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A demo server of its own: free port, fixed seed, everything it writes in a folder that `stop` removes. What is invented
 * takes a while and is always the same, so it is made once and copied.
 * @param {{ seed?: number, args?: string[], listen?: string }} [options] `args` are added to the command line
 */
export async function startDemo({ seed = 7, args = [], listen = "" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "girofresco-demo-"));
  const command = ["--seed", String(seed), ...args];
  if (!args.includes("--database")) command.push(...on(await inventedCopy(folder, command)));
  const demo = await runDemo(folder, command, listen);
  const stop = async () => {
    await demo.end();
    await rm(folder, { recursive: true, force: true });
  };
  return { origin: demo.origin, links: demo.links, output: demo.output, stop };
}

/**
 * A database with everything that a demo of this command invents.
 * @param {string} folder @param {string[]} command @returns the file in the folder
 */
export async function inventedCopy(folder, command) {
  const { mtimeMs, size } = await stat(BINARY);
  const made = createHash("sha256").update(JSON.stringify([command, mtimeMs, size, new Date().toDateString()]));
  const invented = join(INVENTED, `${made.digest("hex").slice(0, 16)}.db`);
  const copy = join(folder, "demo.db");
  if (!existsSync(invented)) {
    const first = await runDemo(folder, [...command, ...on(copy)], "");
    await first.end();
    await mkdir(INVENTED, { recursive: true });
    await rename(copy, invented);
  }
  await copyFile(invented, copy);
  return copy;
}

/** @param {string} file */
const on = (file) => ["--database", `sqlite://${file}`];

/** @param {string} folder @param {string[]} args @param {string} listen */
async function runDemo(folder, args, listen) {
  listen ||= `127.0.0.1:${await freePort()}`;
  const origin = `http://${listen}`;
  const server = spawn(BINARY, ["demo", "--listen", listen, ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder, DATABASE_URL: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let ended = false;
  const gone = new Promise((done) => {
    server.once("close", done);
    server.once("error", done);
  }).then((why) => {
    ended = true;
    if (why instanceof Error) output += `${BINARY}: ${why.message}`;
  });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (output += text));
  const end = async () => {
    if (!ended) server.kill("SIGTERM");
    const killer = setTimeout(() => server.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(killer);
  };

  try {
    await until(async () => {
      if (ended) throw new Error("the demo server ended");
      return ROLES.every((role) => linkOf(role, output)) && (await answers(origin));
    }, STARTS_WITHIN);
  } catch (cause) {
    await end();
    throw new Error(`the demo server did not start:\n${output}`, { cause });
  }
  const links = /** @type {Record<Role, string>} */ (
    Object.fromEntries(ROLES.map((role) => [role, linkOf(role, output)]))
  );
  return { origin, links, output: () => output, end };
}

/** @param {Role} role @param {string} output */
function linkOf(role, output) {
  return output.match(new RegExp(`^\\s*${role}\\s+(http://\\S+)`, "m"))?.[1];
}

/**
 * A network that can fail, between phones and a server. What it does to a POST is its `weather`: `fine`; `down` takes
 * nothing; `cut-before` loses the request, `cut-after` its answer; a number answers with that status itself. `rewrite`
 * changes pages and scripts on their way.
 * @param {string} origin where the server is
 */
export async function startNetwork(origin) {
  const server = new URL(origin);
  /** @type {{ weather: "fine" | "down" | "cut-before" | "cut-after" | number, pages?: number, isHeld?: (path: string) => boolean, sent: string[], rewrite?: (text: string) => string }} */
  const state = { weather: "fine", sent: [] };
  const proxy = createHttpServer((incoming, answer) => {
    const isPost = incoming.method === "POST";
    if (state.weather === "down") return void incoming.socket.destroy();
    if (isPost && state.weather === "cut-before") return void incoming.socket.destroy();
    if (isPost && typeof state.weather === "number") {
      incoming.resume();
      return void answer.writeHead(state.weather).end("something in between");
    }
    if (!isPost && state.pages) return void answer.writeHead(state.pages, { "content-type": "text/html" }).end("something in between");
    const { method, headers, url: path } = incoming;
    // The sender waits for an answer that does not come.
    if (isPost && state.isHeld?.(path ?? "")) return void incoming.resume();
    const rewrite = state.rewrite;
    if (rewrite) delete headers["accept-encoding"];
    if (isPost) state.sent.push(String(headers.outbox ?? "").split(" ")[1] ?? "");
    const losesAnswer = isPost && state.weather === "cut-after";
    const onward = request({ host: server.hostname, port: server.port, method, headers, path }, (reply) => {
      if (losesAnswer) {
        reply.resume();
        return void incoming.socket.destroy();
      }
      if (rewrite && /html|javascript/.test(reply.headers["content-type"] ?? "")) {
        /** @type {Buffer[]} */
        const parts = [];
        reply.on("data", (part) => parts.push(part));
        reply.on("end", () => {
          const body = Buffer.from(rewrite(Buffer.concat(parts).toString()));
          const { "content-length": _, "transfer-encoding": __, ...kept } = reply.headers;
          answer.writeHead(reply.statusCode ?? 502, { ...kept, "content-length": body.length }).end(body);
        });
        return;
      }
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on("error", () => incoming.socket.destroy());
    answer.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  const port = await freePort();
  await new Promise((listening) => proxy.listen(port, "127.0.0.1", () => listening(undefined)));
  return {
    state,
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((found, failed) => {
    const socket = createServer();
    socket.once("error", failed);
    socket.listen(0, "127.0.0.1", () => {
      const address = socket.address();
      socket.close(() => (address && typeof address === "object" ? found(address.port) : failed(address)));
    });
  });
}

/** @param {string} origin */
async function answers(origin) {
  try {
    await (await fetch(origin, { redirect: "manual" })).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** Waits until something holds. @param {() => Promise<boolean>} holds @param {number} [patience] in milliseconds */
export async function until(holds, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${patience / 1000} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** @returns {Promise<Browser>} */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.GIROFRESCO_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * A link logs in once; the session it gives can be carried to other phones.
 * @param {Browser} browser @param {string} link
 * @returns {Promise<{ session: Session, home: string }>} `home` is where the link led
 */
export async function logIn(browser, link) {
  const phone = await openPhone(browser);
  await phone.open(link);
  const home = phone.page.url();
  const session = await phone.context.storageState();
  await phone.close();
  return { session, home };
}

/**
 * Lets a person in as a coordinator would: by a link that opens once. Nobody, if the search finds nobody.
 * @param {Browser} browser @param {Phone} coordinator @param {string} origin
 * @param {string} words what the list of people is searched for, such as a name or a shop
 */
export async function invite(browser, coordinator, origin, words) {
  await coordinator.open(`${origin}/coordinator/people?q=${encodeURIComponent(words)}`);
  const found = coordinator.page.locator("main .index a[href^='/coordinator/people/']");
  if ((await found.count()) === 0) return null;
  const href = await found.first().getAttribute("href");
  await coordinator.open(origin + href);
  const name = await coordinator.page.locator("h1").innerText();
  await coordinator.page.locator("form[action$='/invite'] button").tap();
  const link = await coordinator.page.getByText(/\/enter\//).first().innerText();
  const phone = await openPhone(browser);
  await phone.open(new URL(new URL(link).pathname, origin).href);
  await phone.page.locator("form[action='/login'] button").tap();
  await phone.page.waitForURL((url) => !url.pathname.startsWith("/enter"));
  return { phone, name };
}

/**
 * Waits until a phone has everything at hand that the page before it names, the tabs included.
 * @param {Phone} phone
 */
export async function keptForTheDay({ page }) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(() =>
    page.evaluate(async () => {
      const named = (document.querySelector("meta[name=keep]")?.getAttribute("content") ?? "").split(" ");
      const tabs = [...document.querySelectorAll("nav.tabs a[href^='/']")].map((link) => link.getAttribute("href") ?? "");
      const kept = await caches.open("pages");
      const wanted = [...named, ...tabs, "/outbox"].filter(Boolean);
      const found = await Promise.all(wanted.map((address) => kept.match(address)));
      return Boolean(navigator.serviceWorker.controller) && found.every(Boolean);
    }).catch(() => false),
  );
}

/**
 * Opens a page and waits until the phone keeps it as it is now: without a network the copy of before would come, on which
 * what was sent meanwhile is marked a moment after it is shown.
 * @param {Phone} phone @param {string} address
 */
export async function openToKeep(phone, address) {
  const now = Date.now();
  const { pathname } = new URL(address);
  await until(() => phone.open(address).then(() => true, () => false));
  await until(() =>
    phone.page
      .evaluate(async ({ pathname, now }) => Number((await caches.match(pathname))?.headers.get("kept-at")) >= now, { pathname, now })
      .catch(() => false),
  );
}

/**
 * What waits on a phone, read behind its back.
 * @param {Phone} phone
 * @returns {Promise<{ op: string, nr: number, seq: number, tries: number, state: string, title: string, at: number,
 *   person: string, fields: [string, string][] }[]>}
 */
export function queueOf({ page }) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opened = indexedDB.open("girofresco");
        opened.onerror = () => failed(opened.error);
        opened.onsuccess = () => {
          if (!opened.result.objectStoreNames.contains("acts")) return done([]);
          const asked = opened.result.transaction("acts").objectStore("acts").getAll();
          asked.onsuccess = () => {
            opened.result.close();
            done(asked.result.filter((entry) => entry.state !== "kept"));
          };
        };
      }),
  );
}

/** Remembers that a phone showed two ticks: the page is shown anew soon after. @param {Phone} phone */
export function watchTicks({ context }) {
  return context.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body?.innerText.includes("✓✓")) sessionStorage.setItem("two-ticks", "1");
    }).observe(document, { childList: true, subtree: true });
  });
}

/** The taps on a page. @type {WeakMap<Page, { x: number, y: number, at: number, sends: boolean }[]>} */
const taps = new WeakMap();
let patient = false;

/**
 * Lets every tap of a locator wait as long as a person takes to read what it sends: faster ones are ignored on purpose,
 * which `double-tap.test.mjs` proves with a finger of its own.
 * @param {Browser} browser
 */
async function tapAsPeopleDo(browser) {
  if (patient) return;
  patient = true;
  const context = await browser.newContext();
  const locators = Object.getPrototypeOf((await context.newPage()).locator("body"));
  await context.close();
  for (const name of ["tap", "click"]) {
    const atOnce = locators[name];
    locators[name] = async function (/** @type {{ timeout?: number } | undefined} */ options) {
      const page = this.page();
      // It scrolls there, and waits until the page is ready for it.
      await atOnce.call(this, { ...options, trial: true });
      const seen = await untilRead(this);
      // A second look of its own would scroll again, and what stands at an edge of the screen would move.
      if (!seen?.sends) await atOnce.call(this, options);
      else if (name === "tap") await page.touchscreen.tap(seen.x, seen.y);
      else await page.mouse.click(seen.x, seen.y);
      if (seen) taps.set(page, [...(taps.get(page) ?? []), { ...seen, at: Date.now() }]);
    };
  }
}

/** @param {Locator} target @returns where it is, and whether it sends something */
async function untilRead(target) {
  const page = target.page();
  for (let tries = 0; tries < 10; tries++) {
    const seen = await target.evaluate(watch, READS).catch((error) => {
      if (!/context was destroyed|Frame was detached/.test(String(error))) throw error;
    });
    if (!seen?.still) continue;
    if (!seen.sends) return seen;
    // As `assets/js/meant.js` sees it: the last tap, and those that sent something.
    const counts = (taps.get(page) ?? []).filter(({ sends }, at, { length }) => sends || at === length - 1);
    const near = counts.filter(({ x, y }) => Math.hypot(seen.x - x, seen.y - y) < ONE_PLACE);
    await page.waitForTimeout(Math.max(0, ...near.map(({ at }) => at + BETWEEN_TAPS - Date.now())));
    return seen;
  }
  return undefined;
}

/**
 * Looks at an element in the page, by the page's own time, which is slower where the machine is busy: where it is, whether
 * it sends something, and if so, whether it stays as it is while a person reads.
 * @param {Element} element @param {number} reads
 */
async function watch(element, reads) {
  const place = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const button = element.closest("button");
  const sends = button?.hasAttribute("data-take-back") || (button?.type === "submit" && button.form?.method === "post");
  if (!sends) return { ...place(), sends: false, still: true };
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const before = place();
  await new Promise((read) => setTimeout(read, reads));
  const { x, y } = place();
  const bare = button?.contains(document.elementFromPoint(x, y)) && element.isConnected;
  return { x, y, sends: true, still: bare && Math.hypot(x - before.x, y - before.y) < 8 };
}

/**
 * @param {Browser} browser
 * @param {{ language?: Language, theme?: Theme, width?: number, session?: Session,
 *   serviceWorkers?: "allow" | "block" }} [options]
 */
export async function openPhone(browser, options = {}) {
  await tapAsPeopleDo(browser);
  const { language = "it", theme = "light", width = WIDTH, session, serviceWorkers = "allow" } = options;
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: LOCALES[language],
    timezoneId: "Europe/Rome",
    colorScheme: theme,
    storageState: session,
    serviceWorkers,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return new Phone(context, page, await watchFaults(context, page));
}

export class Phone {
  taps = 0;
  #seen;

  /** @param {BrowserContext} context @param {Page} page @param {string[]} seen */
  constructor(context, page, seen) {
    this.context = context;
    this.page = page;
    this.#seen = seen;
  }

  /** @param {string} url */
  open(url) {
    return this.page.goto(url, { waitUntil: "load" });
  }

  /** What a finger does, counted. @param {string | Locator} target must match exactly one element */
  async tap(target) {
    this.taps += 1;
    await this.#locate(target).tap();
  }

  /** Tapping a field counts, the keys do not. @param {string | Locator} target @param {string} text */
  async type(target, text) {
    await this.tap(target);
    await this.#locate(target).fill(text);
  }

  /** Choosing from a list is two taps. @param {string | Locator} target @param {string} label */
  async choose(target, label) {
    this.taps += 2;
    await this.#locate(target).selectOption({ label });
  }

  /** @param {string | Locator} target */
  #locate(target) {
    return typeof target === "string" ? this.page.locator(target) : target;
  }

  /** What went wrong since the last call: console and page errors, CSP violations, failed requests. */
  takeFaults() {
    return this.#seen.splice(0);
  }

  /** @param {Theme} theme */
  async wear(theme) {
    await this.page.emulateMedia({ colorScheme: theme });
  }

  /** @param {number} width */
  async resize(width) {
    await this.page.setViewportSize({ width, height: HEIGHT });
  }

  /** Saves target/screens/NAME.png. @param {string} name */
  async screenshot(name) {
    await mkdir(SCREENS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENS, `${name}.png`) });
  }

  close() {
    return this.context.close();
  }
}

/** @param {BrowserContext} context @param {Page} page */
async function watchFaults(context, page) {
  /** @type {string[]} */
  const seen = [];
  await context.exposeBinding("girofrescoBlocked", (_source, /** @type {string} */ what) => {
    seen.push(`CSP: ${what}`);
  });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      // @ts-expect-error the binding above
      girofrescoBlocked(`${event.effectiveDirective} blocked ${event.blockedURI || event.sourceFile}`);
    });
  });
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.push(`page: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Leaving a page ends its open event stream.
    if (why !== "net::ERR_ABORTED") seen.push(`request: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) seen.push(`response: ${response.url()} ${response.status()}`);
  });
  return seen;
}

let axeSource = "";

/**
 * Accessibility faults of the page as it stands: rule, count, first element, why.
 * @param {Page} page
 * @param {{ contrast?: number }} [options] the least contrast of any text, whatever its size; the rules of axe otherwise
 * @returns {Promise<string[]>}
 */
export async function axe(page, { contrast } = {}) {
  axeSource ||= await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // Evaluated from outside, so that no content security policy has to be loosened for it.
  await page.evaluate(axeSource);
  return page.evaluate(async (contrast) => {
    const expected = { expected: contrast ?? 7 };
    const asked = {
      resultTypes: ["violations"],
      rules: { "color-contrast-enhanced": { enabled: contrast !== undefined } },
      checks: { "color-contrast-enhanced": { options: { contrastRatio: { normal: expected, large: expected } } } },
    };
    // @ts-expect-error axe has just been put there
    const { violations } = await axe.run(document, asked);
    return violations.map((/** @type {import("axe-core").Result} */ violation) => {
      const [first] = violation.nodes;
      const why = first?.failureSummary?.split("\n").slice(1).join(" ").trim();
      return `axe ${violation.id} (${violation.nodes.length}): ${first?.html.slice(0, 160)}: ${why}`;
    });
  }, contrast);
}
