// @ts-check
/**
 * Forms marked `data-act` record something that happened: each tap gets an id of its own and the
 * time of the tap, and cannot be sent twice while it is on its way.
 */

import { now } from "./clocks.js";
import { say } from "./messages.js";
import { act, canKeep } from "./offline.js";

/** Forms whose answer never came: the same tap again must carry the same id. */
const unanswered = new WeakSet();

/** An id of an act; a page without a secure context has no `randomUUID`. */
function freshId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte, place) => (place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte))
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function put(form, name, value) {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}

/** @param {HTMLFormElement} form */
function stamp(form) {
  if (unanswered.has(form)) return;
  put(form, "op_id", freshId());
  put(form, "occurred_at", String(Math.round(now())));
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 */
function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  const outside = form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : [];
  for (const button of [...form.querySelectorAll('button[type="submit"]'), ...outside]) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.disabled = busy;
    button.toggleAttribute("aria-busy", false);
    if (busy) button.setAttribute("aria-busy", "true");
  }
}

/** @param {EventTarget | null} target */
function actOf(target) {
  const form = target instanceof Element ? target.closest("form[data-act]") : null;
  return form instanceof HTMLFormElement ? form : null;
}

// In the capture phase, so that htmx reads the form after it is stamped.
document.addEventListener(
  "submit",
  (event) => {
    const form = actOf(event.target);
    if (!form) return;
    if (form.hasAttribute("data-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    stamp(form);
    form.setAttribute("data-busy", "");
    // For what shows how far the act is: htmx would cancel a submit that it listens to itself.
    form.dispatchEvent(new CustomEvent("act-sent", { bubbles: true }));
    if (canKeep && form.hasAttribute("data-offline")) {
      event.preventDefault();
      const submitter = event instanceof SubmitEvent ? event.submitter : null;
      act(form, submitter).then((kept) => kept || setBusy(form, false), () => setBusy(form, false));
    }
    // A disabled button would not send its own name and value: wait until the form is read.
    setTimeout(() => setBusy(form, true));
  },
  true,
);

// An act sent by something else than its form's submit gets its stamp here.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = /** @type {CustomEvent} */ (event).detail;
  if (elt instanceof HTMLFormElement || !(elt instanceof Element) || !elt.closest("[data-act]")) return;
  parameters.op_id = freshId();
  parameters.occurred_at = String(Math.round(now()));
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = actOf(event.target);
  if (!form) return;
  const answered = /** @type {CustomEvent} */ (event).detail.xhr?.status > 0;
  if (answered) unanswered.delete(form);
  else unanswered.add(form);
  setTimeout(() => setBusy(form, false));
});

// What a person changes after a failed try is another act.
document.addEventListener("input", (event) => {
  const form = actOf(event.target);
  if (form) unanswered.delete(form);
});

for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => say(document.body.dataset.offline ?? ""));
}
document.addEventListener("htmx:responseError", () => say(document.body.dataset.failed ?? ""));

// The back button may show a page as it was left: with its buttons still busy.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    if (form instanceof HTMLFormElement) setBusy(form, false);
  }
});
