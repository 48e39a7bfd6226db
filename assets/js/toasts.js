// @ts-check
/** Toasts go by themselves; an undo counts its seconds down. */

/**
 * Removes a toast after some seconds, unless somebody is on it.
 * @param {Element} toast
 * @param {number} seconds
 */
export function fadeAfter(toast, seconds) {
  let left = seconds;
  const number = toast.querySelector("[data-left]");
  const timer = setInterval(() => {
    if (toast.hasAttribute("data-busy")) return;
    left -= 1;
    if (number) number.textContent = String(Math.max(left, 0));
    if (left > 0) return;
    if (toast.contains(document.activeElement)) document.getElementById("content")?.focus();
    clearInterval(timer);
    toast.remove();
  }, 1000);
}

/** @param {ParentNode} root */
export function startToasts(root) {
  for (const toast of root.querySelectorAll("[data-toast]:not([data-fading])")) {
    toast.setAttribute("data-fading", "");
    fadeAfter(toast, Number(toast.getAttribute("data-toast")) || 6);
  }
}
