// @ts-check
/**
 * The switch for notices on this phone: loaded on its page only. It says how things stand and asks for permission at a
 * tap; the worker does the rest.
 */

/** @typedef {"ask" | "on" | "blocked" | "install" | "unsupported" | "failed"} State */

const box = document.getElementById("push");

/** @param {State} state @param {State} [also] */
function show(state, also) {
  for (const part of box?.querySelectorAll("[data-state]") ?? []) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.state !== state && part.dataset.state !== also;
  }
}

/** An iPhone or iPad gives notices only to an app on its Home Screen. */
function mustInstall() {
  const apple = /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return apple && !matchMedia("(display-mode: standalone)").matches;
}

async function subscription() {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.getSubscription();
}

/**
 * It is on once the server knows where this phone takes messages: after a change of its key, or a loss, the browser's
 * word alone is of before.
 * @returns {Promise<State>}
 */
async function stands() {
  if (mustInstall()) return "install";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  if (Notification.permission !== "granted" || !(await subscription())) return "ask";
  await worker("renew");
  return (await subscription()) ? "on" : "ask";
}

/** Asks the worker to tell the server; it answers when that is done. @param {string} what */
async function worker(what) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  /** @type {Promise<boolean>} */
  const done = new Promise((heard) => (port1.onmessage = (event) => heard(event.data === true)));
  active?.postMessage(what, [port2]);
  if (!(await done)) throw new Error("the server was not told");
}

async function enable() {
  // First thing at the tap: later the browser would not take it for one.
  if ((await Notification.requestPermission()) !== "granted") return;
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: box?.dataset.key ?? "" };
  try {
    await pushManager.subscribe(options);
  } catch (error) {
    // Bound to another key, by an app that was here before.
    const old = await pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    await pushManager.subscribe(options);
  }
  await worker("renew");
}

async function disable() {
  await (await subscription())?.unsubscribe();
  const answer = await fetch("/notices/unsubscribe", { method: "POST", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
}

/** @param {State} state @param {() => Promise<void>} act */
function onTap(state, act) {
  const button = box?.querySelector(`[data-state="${state}"] button`);
  if (!(button instanceof HTMLButtonElement)) return;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await act();
      show(await stands());
    } catch {
      show(state, "failed");
    }
    button.disabled = false;
  });
}

onTap("ask", enable);
onTap("on", disable);
stands().then((state) => show(state), () => show("ask", "failed"));
