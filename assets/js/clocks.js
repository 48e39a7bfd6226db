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

/** The server's time when the page was last awake, and its own clock then, which nobody sets, beside the phone's. */
let server = (serverThen ?? 0) + Math.max(0, Date.now() - (phoneThen ?? 0)) * speed;
let [own, phone] = [performance.now(), Date.now()];

/** The server's time in UTC milliseconds. A phone that corrects its clock does not move it. */
export function now() {
  return server + (performance.now() - own) * speed;
}

/** While a phone sleeps, a page's own clock may stand still: then the phone's tells how long that was. */
function heardTime() {
  if (document.visibilityState !== "visible") return;
  server += Math.max(performance.now() - own, Date.now() - phone) * speed;
  [own, phone] = [performance.now(), Date.now()];
}
document.addEventListener("visibilitychange", heardTime);
window.addEventListener("pageshow", heardTime);

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

/** A demonstration's clock in the banner. */
for (const shown of document.querySelectorAll("[data-clock]")) {
  const timeZone = shown.getAttribute("data-clock") ?? "UTC";
  const time = new Intl.DateTimeFormat("it", { hour: "2-digit", minute: "2-digit", timeZone });
  setInterval(() => (shown.textContent = (shown.textContent ?? "").replace(/\d\d:\d\d/, time.format(now()))), 1000);
}

const midnight = setting("midnight", NaN);

/**
 * Calls `turn` once when the day that the page shows as today is over, at whatever speed the clock runs.
 * @param {() => void} turn
 */
export function atMidnight(turn) {
  if (!Number.isFinite(midnight)) return;
  const look = setInterval(() => {
    if (now() < midnight || document.visibilityState !== "visible") return;
    clearInterval(look);
    turn();
  }, 1000);
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
