// @ts-check
/** The entry: what a page gains where scripts run. Every page works without. */

import "./meant.js";
import "./acts.js";
import { startClocks } from "./clocks.js";
import { startCounting } from "./count.js";
import "./messages.js";
import { show, startOffline } from "./offline.js";
import { startPressing } from "./press.js";
import { startToasts } from "./toasts.js";

/**
 * Wakes what is new under an element: the page at first, later each fragment that arrives.
 * @param {ParentNode} root
 */
function wake(root) {
  startCounting(root);
  startClocks(root);
  startPressing(root);
  startToasts(root);
  void show();
  const failed = root.querySelector("[data-focus]");
  if (failed instanceof HTMLElement) failed.focus();
}

document.documentElement.classList.add("scripted");
wake(document);
document.addEventListener("htmx:load", (event) => {
  const target = event.target;
  if (target instanceof HTMLElement && target !== document.body) wake(target.parentElement ?? target);
});

// A refusal is shown in place of the page.
document.addEventListener("page-shown", () => wake(document));

startOffline();
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => {
    // A private window has no worker: the page works without it.
  });
}
