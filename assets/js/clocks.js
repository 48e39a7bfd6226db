// @ts-check
/** The cold clocks: bars that run down by the server's clock, also where the phone's is wrong. */

/**
 * @param {string} name
 * @param {number} otherwise
 */
function setting(name, otherwise) {
  const content = document.querySelector(`meta[name="${name}"]`)?.getAttribute("content");
  const value = content ? Number(content) : NaN;
  return Number.isFinite(value) ? value : otherwise;
}

const speed = setting("clock-speed", 1);

/**
 * The server's time and the phone's at one moment. A page that was kept on the phone tells an old time: it goes by what
 * a fresh one told last.
 */
const [serverThen, phoneThen] = (() => {
  if (document.documentElement.hasAttribute("data-kept")) {
    const known = localStorage.getItem("clock")?.split(" ").map(Number);
    if (known?.length === 2) return known;
  }
  const fresh = [setting("now", Date.now()), Date.now()];
  try {
    localStorage.setItem("clock", fresh.join(" "));
  } catch {
    // A private window may keep nothing.
  }
  return fresh;
})();

/** The server's time in UTC milliseconds. */
export function now() {
  return (serverThen ?? 0) + (Date.now() - (phoneThen ?? 0)) * speed;
}

/** @param {HTMLElement} clock */
function showClock(clock) {
  const deadline = Number(clock.dataset.deadline);
  const left = Math.max(0, deadline - now());
  const minutes = Math.floor(left / 60_000);
  const state = left === 0 ? "late" : now() >= Number(clock.dataset.warn) ? "warn" : "fine";
  const { late = "", one = "", many = "" } = clock.dataset;
  const sentence = left === 0 ? late : minutes === 1 ? one : many.replace("#", String(minutes));
  const text = clock.querySelector("[data-text]");
  if (text && text.textContent !== sentence) text.textContent = sentence;
  const bar = clock.querySelector("progress");
  if (bar) bar.value = left;
  if (clock.dataset.state !== state) clock.dataset.state = state;
}

let ticking = false;

/** @param {ParentNode} root */
export function startClocks(root) {
  if (ticking || !root.querySelector("[data-cold]")) return;
  ticking = true;
  const showAll = () => {
    for (const clock of document.querySelectorAll("[data-cold]")) {
      if (clock instanceof HTMLElement) showClock(clock);
    }
  };
  showAll();
  setInterval(showAll, 1000);
  document.addEventListener("visibilitychange", showAll);
}
