// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps the app on the phone and sends what the outbox holds. Assets come from the phone first; pages come from the
 * network if it answers soon, then from the last time they were seen, then from an honest page that says there is no
 * network. The server writes `self.girofresco` (version, shell, offline) in front of this file.
 */

import { PAGES, renew, startNotices, whenOpened } from "./notices.js";
import { drain } from "./outbox.js";

const worker = /** @type {ServiceWorkerGlobalScope & { girofresco: { version: string, shell: string[], offline: string } }} */ (
  /** @type {unknown} */ (self)
);
const { version, shell, offline } = worker.girofresco;
const SHELL = `shell-${version}`;
/** How long a page may take, in milliseconds, where an older copy is at hand. */
const SOON = 3_000;
/** What was not kept anew for this many milliseconds is of no round any more. */
const KEPT_FOR = 3 * 86_400_000;
/** After this many milliseconds without success the network is tried again: it is announced before it works. */
const TRIES = [0, 500, 2_000, 5_000];
/** Marks in an address that say what happened before; the page is the same without. */
const PASSING = ["done", "after", "seen"];

const news = new BroadcastChannel("outbox");

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(shell))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name !== SHELL && name !== PAGES))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  if (url.pathname === "/login" ? request.method === "POST" : url.pathname.startsWith("/enter/")) {
    return event.respondWith(entered(request));
  }
  if (request.method !== "GET") {
    // Who signs in next must not get what is meant for somebody else.
    if (url.pathname === "/logout") event.waitUntil(endSubscription().catch(() => {}));
    // Who signs out or changes the language must not see the pages of before.
    if (url.pathname === "/logout" || url.pathname === "/language") event.waitUntil(caches.delete(PAGES));
    // Without a network a form would lead to a page of the browser, from which an installed app has no way back.
    if (request.mode === "navigate") event.respondWith(fetch(request).catch(async () => (await caches.match(offline)) ?? Response.error()));
    return;
  }
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (url.pathname.startsWith("/photos/")) event.respondWith(photo(request));
  else if (request.mode === "navigate") {
    event.respondWith(page(event));
    event.waitUntil(whenOpened(worker).catch(() => {}));
  }
});

worker.addEventListener("message", (event) => {
  if (event.data === "drain") event.waitUntil(drainAll());
  if (event.data === "renew") {
    const heard = (/** @type {boolean} */ told) => event.ports[0]?.postMessage(told);
    event.waitUntil(renew(worker).then(() => heard(true), () => heard(false)));
  }
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepPages(event.data.keep));
});

worker.addEventListener("sync", (event) => {
  // Failing tells the browser to come back later.
  const sync = /** @type {ExtendableEvent} */ (event);
  sync.waitUntil(drainAll().then((drained) => (drained === "empty" ? drained : Promise.reject(new Error(drained)))));
});

startNotices(worker, {
  drain: drainAll,
  keep: keepPages,
  icon: `/assets/${version}/icons/icon-192.png`,
});

/** Who signs in must not see the pages of the person before. @param {Request} request */
async function entered(request) {
  const answer = await fetch(request).catch(() => caches.match(offline));
  if (answer?.type === "opaqueredirect") await caches.delete(PAGES);
  return answer ?? Response.error();
}

async function endSubscription() {
  await (await worker.registration.pushManager?.getSubscription())?.unsubscribe();
}

async function drainAll() {
  /** @type {import("./outbox.js").Drained} */
  let drained = "offline";
  for (const pause of TRIES) {
    await new Promise((done) => setTimeout(done, pause));
    drained = await drain((told) => news.postMessage(told));
    if (drained !== "offline") break;
  }
  news.postMessage({ drained });
  return drained;
}

/** A page that was kept before an update names older assets: it gets those of today. @param {Request} request */
async function asset(request) {
  const kept = (await caches.match(request)) ?? (await caches.match(request.url.replace(/\/assets\/\w+/, `/assets/${version}`)));
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.includes(version)) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** A picture never changes. @param {Request} request */
async function photo(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(PAGES)).put(request, await stamped(answer.clone()));
  return answer;
}

/** The address under which a page is kept. @param {string} address */
function keyOf(address) {
  let url = new URL(address, worker.location.origin);
  // A notice leads to a page; without a network that page stands in for it.
  const leadsTo = /^\/notices\/[^/]+\/open$/.test(url.pathname) ? url.searchParams.get("to") : null;
  if (leadsTo) url = new URL(leadsTo, url);
  for (const name of PASSING) url.searchParams.delete(name);
  return url.href;
}

/** @param {string} address @param {Response} answer */
async function keepPage(address, answer) {
  if (!answer.ok || /no-store/.test(answer.headers.get("cache-control") ?? "")) return;
  // The start leads on to a person's own first page; anything else that leads on leads to the login.
  if (answer.redirected && (new URL(address, worker.location.origin).pathname !== "/" || /\/login/.test(answer.url))) return;
  await (await caches.open(PAGES)).put(keyOf(address), await stamped(answer));
}

/** @param {Response} answer */
async function stamped(answer) {
  const headers = new Headers(answer.headers);
  headers.set("kept-at", String(Date.now()));
  return new Response(await answer.blob(), { headers });
}

async function dropOld() {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const keptAt = Number((await pages.match(request))?.headers.get("kept-at"));
    if (keptAt < Date.now() - KEPT_FOR) await pages.delete(request);
  }
}

/**
 * The page as it was last seen; it says so, because its clock has stopped, and why.
 * @param {string} address @param {"slow" | "kept"} why what the network or the server is
 */
async function keptPage(address, why) {
  const kept = await caches.match(keyOf(address));
  if (!kept) return undefined;
  const text = await kept.text();
  return new Response(text.replace("<html ", `<html data-kept="${kept.headers.get("kept-at")}" data-why="${why}" `), { headers: kept.headers });
}

/** @param {FetchEvent} event */
async function page(event) {
  const { request } = event;
  const fresh = fetch(request).then((answer) => {
    const copy = answer.clone();
    event.waitUntil(keepPage(request.url, copy).catch(() => {}));
    return answer;
  });
  const late = new Promise((done) => setTimeout(done, SOON));
  try {
    const first = await Promise.race([fresh, late]);
    // A server that fails gives the same page of words for all: what the phone has is better.
    if (first instanceof Response && first.status < 500) return first;
    const kept = await keptPage(request.url, "slow");
    if (kept) event.waitUntil(fresh.then(() => news.postMessage({ drained: "empty" })).catch(() => {}));
    return kept ?? (await fresh);
  } catch {
    return (await keptPage(request.url, "kept")) ?? (await caches.match(offline)) ?? Response.error();
  }
}

/** Fetches pages before they are needed, and the shell where the phone has thrown it away to make room. @param {string[]} addresses */
async function keepPages(addresses) {
  if (!(await caches.match(offline))) await (await caches.open(SHELL)).addAll(shell).catch(() => {});
  for (const address of addresses) {
    try {
      await keepPage(address, await fetch(address, { credentials: "same-origin" }));
    } catch {
      return;
    }
  }
  await dropOld();
}
