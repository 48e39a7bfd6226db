// @ts-check
/** Short messages over the page, read aloud by screen readers. */

import { fadeAfter } from "./toasts.js";

/**
 * Says a sentence once, however often it is asked to while it shows.
 * @param {string} sentence
 */
export function say(sentence) {
  const region = document.getElementById("toasts");
  if (!region || !sentence) return;
  const shown = [...region.children].some((toast) => toast.textContent === sentence);
  if (shown) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = sentence;
  region.append(toast);
  fadeAfter(toast, 8);
}
