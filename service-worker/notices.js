// @ts-check
/// <reference lib="webworker" />
/**
 * Notices on the phone: shows what is pushed, opens its page at a tap, and keeps the subscription alive. Where the
 * browser shows a message by itself nothing here runs, and the server's page counts the tap.
 */

/**
 * @typedef {object} Message
 * @property {number} [app_badge]
 * @property {{ title?: string, body?: string, tag?: string, lang?: string, silent?: boolean,
 *   data?: { id?: string, href?: string, again?: boolean, ahead?: boolean } }} [notification]
 *
 * @typedef {{ key: string | null, again: boolean }} Answer  what the server says of a subscription
 * @typedef {{ drain: () => Promise<unknown>, keep: (addresses: string[]) => Promise<void>, icon: string }} Tools
 */

/** The cache of what belongs to who is signed in. */
export const PAGES = "pages";
/** Where a notice leads that does not say it. */
const ALL_NOTICES = "/notices";
/** How long the server may take to hear of a subscription, in milliseconds; the next opening says it again. */
const HEARS_WITHIN = 20_000;

/** @param {ServiceWorkerGlobalScope} scope @param {Tools} tools */
export function startNotices(scope, { drain, keep, icon }) {
  scope.addEventListener("push", (event) => {
    event.waitUntil(
      tell(scope, event, icon).then((data) =>
        Promise.allSettled([drain(), data.ahead && data.href ? ahead(data.href, keep) : undefined]),
      ),
    );
  });
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(tapped(scope, event.notification.data ?? {}));
  });
  scope.addEventListener("pushsubscriptionchange", (event) => {
    /** @type {ExtendableEvent} */ (event).waitUntil(renew(scope).catch(() => {}));
  });
}

/**
 * Shows a message. Whatever comes, something is shown: browsers end subscriptions that stay silent.
 * @param {ServiceWorkerGlobalScope} scope @param {PushEvent} event @param {string} icon
 */
async function tell(scope, event, icon) {
  /** @type {Message} */
  let message = {};
  try {
    message = event.data?.json() ?? {};
  } catch {
    // Not ours; the person still hears of it.
  }
  const { title = "Girofresco", body = "", tag = "", lang = "", silent = false, data = {} } = message.notification ?? {};
  /** @type {NotificationOptions & { renotify?: boolean }} */
  const options = { body, tag, lang, silent, icon, data };
  // A silent one, or one without a tag, must not ask for it.
  if (data.again && tag && !silent) options.renotify = true;
  await scope.registration.showNotification(title, options);
  if (typeof message.app_badge === "number") await badge(scope, message.app_badge);
  return data;
}

/** Writes a number on the app's icon, where there is one; zero takes it off. @param {ServiceWorkerGlobalScope} scope @param {number} count */
async function badge(scope, count) {
  const phone = /** @type {{ setAppBadge?: (count: number) => Promise<void> }} */ (/** @type {unknown} */ (scope.navigator));
  await phone.setAppBadge?.(count).catch(() => {});
}

/** What is done whenever the app is opened: its pages show the number themselves. @param {ServiceWorkerGlobalScope} scope */
export async function whenOpened(scope) {
  await badge(scope, 0);
  await answerLate();
  await renew(scope);
}

/** Fetches the page of a notice and what that page wants at hand. @param {string} href @param {Tools["keep"]} keep */
async function ahead(href, keep) {
  const answer = await fetch(href, { credentials: "same-origin" });
  const wanted = /<meta name="keep" content="([^"]*)"/.exec(await answer.text())?.[1] ?? "";
  await keep([href, ...wanted.replaceAll("&amp;", "&").split(" ").filter(Boolean)]);
}

/** @param {ServiceWorkerGlobalScope} scope @param {{ id?: string, href?: string }} data */
async function tapped(scope, { id, href = ALL_NOTICES }) {
  const answered = id ? answer(`/notices/${id}/answer`) : undefined;
  const windows = await scope.clients.matchAll({ type: "window" });
  const there = windows.find((window) => new URL(window.url).pathname === new URL(href, scope.location.origin).pathname);
  try {
    await (there ? there.focus() : moved(windows[0], href));
  } catch {
    await scope.clients.openWindow(href);
  }
  await answered;
}

/** Says that a notice was opened; what does not get through is said when the app is opened the next time. @param {string} address */
async function answer(address) {
  const pages = await caches.open(PAGES);
  try {
    const { status } = await fetch(address, { method: "POST", credentials: "same-origin", keepalive: true, redirect: "manual" });
    if (status >= 500) throw new Error(`the server answered ${status}`);
    await pages.delete(address);
  } catch {
    await pages.put(address, new Response(null, { headers: { "kept-at": String(Date.now()) } }));
  }
}

async function answerLate() {
  const kept = await (await caches.open(PAGES)).keys();
  for (const { url } of kept) if (/\/notices\/[^/]+\/answer$/.test(url)) await answer(url);
}

/** @param {WindowClient | undefined} window @param {string} href */
async function moved(window, href) {
  if (!window) throw new Error("no page of the app is open");
  await (await window.navigate(href))?.focus();
}

/** @type {Promise<void>} */
let renewing = Promise.resolve();

/**
 * Tells the server where this phone takes messages, and subscribes anew if it must. One after another: two pages that
 * open at once would end each other's new subscription.
 * @param {ServiceWorkerGlobalScope} scope
 */
export function renew(scope) {
  renewing = renewing.catch(() => {}).then(() => renewOnce(scope));
  return renewing;
}

/** @param {ServiceWorkerGlobalScope} scope */
async function renewOnce(scope) {
  const { pushManager } = scope.registration;
  if (!pushManager || Notification.permission !== "granted") return;
  const subscription = await pushManager.getSubscription();
  const { key, again } = await said(subscription);
  if (!again || !key) return;
  await subscription?.unsubscribe();
  await said(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

/** @param {PushSubscription | null} subscription @returns {Promise<Answer>} */
async function said(subscription) {
  const { endpoint = "", keys = {} } = subscription?.toJSON() ?? {};
  const bound = new Uint8Array(subscription?.options.applicationServerKey ?? new ArrayBuffer(0));
  const vapid = btoa(String.fromCharCode(...bound)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const body = new URLSearchParams({ endpoint, vapid, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "" });
  const signal = AbortSignal.timeout(HEARS_WITHIN);
  const answer = await fetch("/notices/subscribe", { method: "POST", body, credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}
