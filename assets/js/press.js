// @ts-check
/** Buttons that act on the phone itself: copy, share, print; and the phone's own navigator. */

import { say } from "./messages.js";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(document.body.dataset.copied ?? "");
}

/** @param {string} text */
async function share(text) {
  if (!navigator.share) return copy(text);
  try {
    await navigator.share({ text });
  } catch (error) {
    // Closing the sheet without choosing an app is no failure.
    if (!(error instanceof DOMException && error.name === "AbortError")) await copy(text);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-press]");
  if (!(button instanceof HTMLElement)) return;
  const text = button.dataset.text ?? "";
  if (button.dataset.press === "copy") void copy(text);
  if (button.dataset.press === "share") void share(text);
  if (button.dataset.press === "print") window.print();
});

/** @param {ParentNode} root */
export function startPressing(root) {
  for (const button of root.querySelectorAll("[data-press][hidden]")) button.removeAttribute("hidden");
  // Android opens the navigator the person likes; elsewhere the link stays as it is.
  if (!/Android/.test(navigator.userAgent)) return;
  for (const link of root.querySelectorAll("a[data-geo]")) {
    const place = link.getAttribute("data-geo") ?? "";
    link.setAttribute("href", `geo:${place}?q=${place}`);
    link.removeAttribute("target");
  }
}
