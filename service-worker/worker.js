// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps the app on the phone. Assets come from the phone first; pages come from the network, then
 * from the last time they were seen, then from an honest page that says there is no network.
 * The server writes `self.girofresco` (version, shell, offline) in front of this file.
 */

const worker = /** @type {ServiceWorkerGlobalScope & { girofresco: { version: string, shell: string[], offline: string } }} */ (
  /** @type {unknown} */ (self)
);
const { version, shell, offline } = worker.girofresco;
const SHELL = `shell-${version}`;
const PAGES = "pages";

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
  if (request.method !== "GET") {
    // Who signs out or changes the language must not see the pages of before.
    if (url.pathname === "/logout" || url.pathname === "/language") event.waitUntil(caches.delete(PAGES));
    return;
  }
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

/** @param {Request} request */
async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.includes(version)) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** @param {FetchEvent} event */
async function page(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("cache-control") ?? "")) {
      const copy = answer.clone();
      event.waitUntil(caches.open(PAGES).then((cache) => cache.put(request, copy)));
    }
    return answer;
  } catch {
    const kept = (await caches.match(request)) ?? (await caches.match(offline));
    return kept ?? Response.error();
  }
}
