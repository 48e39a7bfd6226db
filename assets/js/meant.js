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
const STILL = 24;

/** Where a button stands since when. @type {WeakMap<Element, { words: string, left: number, top: number, since: number }>} */
const stands = new WeakMap();
/** The last finger on a button that sends something, and whether it can be meant. */
let finger = { button: /** @type {Element | null} */ (null), meant: false, at: -Infinity };
let shown = performance.now();

/** The wall clock as this page counts it, so that pages can compare: it does not jump within a page. */
const wall = () => performance.timeOrigin + performance.now();

/** @param {EventTarget | null} target the button of a form that changes something, or of what waits on the phone */
function sender(target) {
  const button = target instanceof Element ? target.closest("button") : null;
  return button?.matches("[data-take-back]") || (button?.type === "submit" && button.form?.method === "post") ? button : null;
}

/** Whether some of a button's words lie bare of what is over the page, such as a message. @param {Element} button @param {DOMRect} box */
function bare(button, { left, top, width, bottom }) {
  return [top + 8, bottom - 8].some((y) => button.contains(document.elementFromPoint(left + width / 2, y)));
}

/** Notes where a button stands. One that moved, was covered or says something else stands there only from now on. @param {Element} button */
function look(button) {
  const box = button.getBoundingClientRect();
  // Seconds that count down are no other words.
  const words = (button.textContent ?? "").replace(button.querySelector("[data-left]")?.textContent ?? "", "");
  const before = stands.get(button);
  const same = before?.words === words && Math.abs(before.left - box.left) < STILL && Math.abs(before.top - box.top) < STILL;
  const { left, top } = same ? before : box;
  const since = !bare(button, box) ? Infinity : same && before.since < Infinity ? before.since : performance.now();
  stands.set(button, { words, left, top, since });
  return since;
}

let asked = 0;
/** Looks at every button that sends something once the page has settled: scrolling and new parts move them. */
function lookAround() {
  asked ||= setTimeout(() => {
    asked = 0;
    for (const button of document.querySelectorAll("button")) if (sender(button)) look(button);
  }, 20);
}

/**
 * Where and when this phone was tapped of late, and whether that sent something: the next page knows it too.
 * @returns {[x: number, y: number, at: number, sent: number][]}
 */
function lastTaps() {
  // A clock that was set back says nothing.
  return JSON.parse(sessionStorage.getItem("taps") ?? "[]").filter((/** @type {number[]} */ [, , at = 0]) => Math.abs(wall() - at) < ONE_TAP);
}

/** @param {number} x @param {number} y @param {number} sent */
function noteTap(x, y, sent) {
  try {
    sessionStorage.setItem("taps", JSON.stringify([...lastTaps(), [x, y, wall(), sent]]));
  } catch {
    // A private window may keep nothing; the next page still waits until it can be read.
  }
}

addEventListener(
  "pointerdown",
  ({ target, clientX: x, clientY: y }) => {
    const button = sender(target);
    if (!button) return;
    const [since, at] = [Math.max(look(button), shown), performance.now()];
    // Whoever tapped something else since does not tap again, unless this place sent an act.
    const again = lastTaps().some(([left, top, when, sent], at, taps) => Math.hypot(x - left, y - top) < THUMB && (sent || (!taps[at + 1] && performance.timeOrigin + since > when)));
    finger = { button, meant: !again && at - since >= READABLE, at };
  },
  true,
);

/** Whether a person can have meant to press a button; with keys they can once the page could be read. @param {Element} button */
function meant(button) {
  const [byFinger, now] = [finger.button === button, performance.now()];
  return byFinger && now - finger.at < 2_000 ? finger.meant : now - shown >= READABLE && !lastTaps().some(([, , , sent]) => sent);
}

// Before all others that listen. Enter in a field clicks the button of its form.
addEventListener(
  "click",
  (event) => {
    const button = sender(event.target);
    if (button && !meant(button)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else noteTap(event.clientX, event.clientY, button ? 1 : 0);
  },
  true,
);

// A key that is held down is one press.
addEventListener(
  "keydown",
  (event) => {
    if (event.repeat && event.key === "Enter" && (sender(event.target) || event.target instanceof HTMLInputElement)) event.preventDefault();
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
for (const moved of ["scroll", "resize", "change", "load", "transitionend", "animationend"]) addEventListener(moved, lookAround, { capture: true, passive: true });
new ResizeObserver(lookAround).observe(document.body);
addEventListener("pageshow", ({ persisted }) => persisted && begin());
document.addEventListener("page-shown", begin);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && begin());
begin();
