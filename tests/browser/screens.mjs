/** What every screen must keep, whatever it shows. Each check returns the faults it finds, in plain words. */

import { axe } from "./harness.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("./harness.mjs").Language} Language
 * @typedef {import("./harness.mjs").Phone} Phone
 */

const NARROWEST = 320;
/** CSS pixels, with half a pixel for rounding. */
const SMALLEST_TARGET = 47.5;
/** A driver reads in the sun: the least contrast of any text there. */
const CONTRAST_OUTSIDE = 7;

/**
 * All checks on the page that is open, in both themes; leaves the phone light and as wide as it was.
 * @param {Phone} phone @param {Language} language
 */
export async function faultsOfScreen(phone, language) {
  const { page } = phone;
  const width = page.viewportSize()?.width ?? 0;
  const contrast = new URL(page.url()).pathname.startsWith("/driver") ? CONTRAST_OUTSIDE : undefined;
  const faults = [
    ...(await headingFaults(page)),
    ...(await languageFaults(page, language)),
    ...(await targetFaults(page)),
    ...(await widthFaults(page, width)),
    ...(await axe(page, { contrast })),
  ];
  await phone.wear("dark");
  faults.push(...(await axe(page, { contrast })).map((fault) => `dark: ${fault}`));
  await phone.wear("light");
  await phone.resize(NARROWEST);
  faults.push(...(await widthFaults(page, NARROWEST)));
  await phone.resize(width);
  faults.push(...phone.takeFaults());
  return faults;
}

/** @param {Page} page */
export async function headingFaults(page) {
  const headings = await page.locator("h1").count();
  return headings === 1 ? [] : [`${headings} h1 elements, one is right`];
}

/** @param {Page} page @param {Language} language */
export async function languageFaults(page, language) {
  const declared = await page.evaluate(() => document.documentElement.lang);
  return declared.split("-")[0] === language ? [] : [`lang="${declared}" on a page in ${language}`];
}

/** @param {Page} page @param {number} width */
export function widthFaults(page, width) {
  return page.evaluate((width) => {
    const found = document.documentElement.scrollWidth;
    if (found <= width) return [];
    const all = [...document.querySelectorAll("body *")];
    const wide = all.filter((element) => element.getBoundingClientRect().right > width + 0.5);
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80));
    return [`scrolls sideways at ${width} px (${found} px): ${names.join(" | ")}`];
  }, width);
}

/**
 * Targets too low for a gloved finger. Left out: links in running text, what is hidden, and links in a drawing that
 * exist as a big link beside it.
 * @param {Page} page
 */
export function targetFaults(page) {
  return page.evaluate((smallest) => {
    const targets =
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";
    /** @param {Element} element */
    const height = (element) => {
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return Math.max(...[element, ...labels].map((part) => part.getBoundingClientRect().height));
    };
    /** @param {Element} element */
    const shown = (element) => {
      const box = element.getBoundingClientRect();
      const onPage = box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
      return onPage && element.checkVisibility({ visibilityProperty: true });
    };
    /** @param {Element} element */
    const inRunningText = (element) => {
      const around = [...(element.parentElement?.childNodes ?? [])];
      const inline = getComputedStyle(element).display === "inline";
      return inline && around.some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    };
    const all = [...document.querySelectorAll(targets)].filter(shown);
    const big = all.filter((element) => height(element) >= smallest);
    /** @param {Element} element */
    const repeated = (element) =>
      element.closest("svg") !== null &&
      big.some((other) => other.getAttribute("href") === element.getAttribute("href"));
    return all
      .filter((element) => !big.includes(element) && !inRunningText(element) && !repeated(element))
      .map((element) => `target ${Math.round(height(element))} px high: ${element.outerHTML.slice(0, 120)}`);
  }, SMALLEST_TARGET);
}

/**
 * Opens every page that links lead to, breadth first, and hands each to `visit`. Of pages that differ only by an id,
 * two are opened. Files (PDF, CSV, pictures) are asked for, not shown.
 * @param {Phone} phone @param {string} start
 * @param {(url: string) => Promise<void>} visit
 * @param {{ limit?: number }} [options]
 * @returns {Promise<string[]>} the addresses opened
 */
export async function crawl(phone, start, visit, { limit = 60 } = {}) {
  const waiting = [start];
  const known = new Set(waiting);
  /** @type {Map<string, number>} */
  const shapes = new Map();
  const opened = [];
  for (let url = waiting.shift(); url && opened.length < limit; url = waiting.shift()) {
    if (!(await isPage(phone, url))) continue;
    await phone.open(url);
    opened.push(url);
    for (const link of await linksOn(phone.page)) {
      const shape = shapeOf(link);
      const alike = shapes.get(shape) ?? 0;
      if (known.has(link) || alike >= 2) continue;
      known.add(link);
      shapes.set(shape, alike + 1);
      waiting.push(link);
    }
    await visit(url);
  }
  return opened;
}

/** @param {Phone} phone @param {string} url */
async function isPage(phone, url) {
  const answer = await phone.context.request.get(url);
  if (answer.status() >= 400) throw new Error(`a link leads to ${url}, which answers ${answer.status()}`);
  return (answer.headers()["content-type"] ?? "").startsWith("text/html");
}

/** @param {Page} page @returns {Promise<string[]>} same-origin addresses, without fragments */
function linksOn(page) {
  return page.evaluate(() => {
    const anchors = [...document.querySelectorAll("a[href]")];
    const links = anchors.map((anchor) => new URL(anchor.getAttribute("href") ?? "", document.baseURI));
    const own = links.filter((link) => link.origin === location.origin && !link.pathname.startsWith("/assets/"));
    return own.map((link) => link.href.replace(/#.*$/, ""));
  });
}

/** The address with its ids and the values of its parameters blanked. @param {string} url */
export function shapeOf(url) {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.split("/").map((part) => (/\d/.test(part) ? "*" : part));
  return [path.join("/"), ...searchParams.keys()].join("&");
}
