// @ts-check
/**
 * Which taps a person can have meant. What a tap sends must have stood under the finger long enough to be read, and a
 * second tap of the same finger belongs to what it tapped before, not to the button that came into its place.
 */

/** How long the words of a button must stand where they are before a tap on them counts, in milliseconds. */
const READABLE = 600;
/** Taps on one place within this time are one, in milliseconds. */
const ONE_TAP = 1_600;
/** How far a thumb slips between two taps on one place, in CSS pixels. */
const THUMB = 64;
/** How far a button may shift and still be where it was, in CSS pixels. */
const STILL = 8;

/** @typedef {{ words: string, left: number, top: number, since: number }} Stand  where a button stands since when */
/** @type {WeakMap<Element, Stand>} */
const stands = new WeakMap();
/** The last finger on a button that sends something: whether it can be meant, and where it was. */
let finger = { button: /** @type {Element | null} */ (null), meant: false, x: 0, y: 0, at: -Infinity };
let shown = performance.now();

/** The wall clock as this page counts it, so that pages can compare: it does not jump within a page. */
const wall = () => performance.timeOrigin + performance.now();

/** @param {Element | null} target the button of a form that changes something */
function sender(target) {
  const button = target?.closest("button");
  if (!(button instanceof HTMLButtonElement)) return null;
  return button.hasAttribute("data-take-back") || (button.type === "submit" && button.form?.method === "post") ? button : null;
}

/** Notes where a button stands. A button that moved or says something else stands there only from now on. @param {Element} button */
function look(button) {
  const { left, top, width } = button.getBoundingClientRect();
  // Seconds that count down are no other words.
  const words = (button.textContent ?? "").replace(button.querySelector("[data-left]")?.textContent ?? "", "");
  const before = stands.get(button);
  const same = before && before.words === words && Math.abs(before.left - left) < STILL && Math.abs(before.top - top) < STILL;
  const stand = same ? before : { words, left, top, since: width ? performance.now() : Infinity };
  stands.set(button, stand);
  return stand;
}

let asked = 0;
/** Looks at every button that sends something once the page has settled: scrolling and new parts move them. */
function lookAround() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => {
    for (const button of document.querySelectorAll("form[method=post] button, button[form], [data-take-back]")) if (sender(button)) look(button);
  });
}

/** Where and when this phone last sent something: the next page knows it too. */
function lastSent() {
  const [x = 0, y = 0, at = -Infinity] = (sessionStorage.getItem("sent-at") ?? "").split(" ").filter(Boolean).map(Number);
  return { x, y, at };
}

addEventListener(
  "pointerdown",
  (event) => {
    const button = sender(event.target instanceof Element ? event.target : null);
    if (!button) return;
    const now = performance.now();
    const last = lastSent();
    const again = wall() - last.at < ONE_TAP && Math.hypot(event.clientX - last.x, event.clientY - last.y) < THUMB;
    const meant = !again && now - Math.max(look(button).since, shown) >= READABLE;
    finger = { button, meant, x: event.clientX, y: event.clientY, at: now };
  },
  true,
);

/** Whether a person can have meant to press a button; with keys they can once the page could be read. @param {Element | null} button */
function meant(button) {
  const byFinger = finger.button === button && performance.now() - finger.at < 2_000;
  return byFinger ? finger.meant : performance.now() - shown >= READABLE;
}

/** @param {Event} event */
function ignore(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Before all others that listen to a form.
addEventListener(
  "submit",
  (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.method !== "post" || !(event instanceof SubmitEvent)) return;
    if (!meant(event.submitter)) return ignore(event);
    const { button, x, y } = finger;
    if (button !== event.submitter) return;
    try {
      sessionStorage.setItem("sent-at", [x, y, wall()].join(" "));
    } catch {
      // A private window may keep nothing; the next page still waits until it can be read.
    }
  },
  true,
);

addEventListener(
  "click",
  (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-take-back]") : null;
    if (button && !meant(button)) ignore(event);
  },
  true,
);

/** The page is before a person from now on. */
function begin() {
  shown = performance.now();
  lookAround();
}

new MutationObserver(lookAround).observe(document, { subtree: true, childList: true, attributeFilter: ["hidden", "open", "class"] });
// What is chosen shows and hides other parts by style alone.
for (const moved of ["scroll", "resize", "change", "load"]) addEventListener(moved, lookAround, { capture: true, passive: true });
new ResizeObserver(lookAround).observe(document.body);
addEventListener("pageshow", begin);
document.addEventListener("page-shown", begin);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && begin());
begin();
