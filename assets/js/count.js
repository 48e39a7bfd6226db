// @ts-check
/** Plus and minus around real inputs, the thermometer, the other date, what is missing, and the chosen photo. */

/**
 * @param {HTMLInputElement} input
 * @param {string} value
 */
function set(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * The half degree above or below what stands in the input, in its own decimal mark; where it begins while nothing does.
 * @param {HTMLInputElement} input
 * @param {number} step
 */
function warmer(input, step) {
  const read = degrees(input.value);
  const mark = document.documentElement.lang === "en" ? "." : ",";
  const next = Number.isNaN(read) ? Number(input.dataset.start) : read + step;
  return (Math.round(next * 10) / 10).toFixed(1).replace(".", mark);
}

/** @param {HTMLInputElement} input */
function markTile(input) {
  input.closest(".category")?.classList.toggle("chosen", Number(input.value) > 0);
}

/**
 * Shows what belongs to an input only while there is something in it, as the date of a food that is there.
 * @param {HTMLInputElement} input
 */
function showWith(input) {
  for (const part of document.querySelectorAll(`[data-with="${CSS.escape(input.id)}"]`)) {
    if (part instanceof HTMLElement) part.hidden = !(Number(input.value) > 0);
  }
}

/** @param {Element} button */
function inputOf(button) {
  const input = document.getElementById(button.getAttribute("aria-controls") ?? "");
  return input instanceof HTMLInputElement ? input : null;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const sign = target?.closest("[data-sign]");
  if (sign) {
    const input = inputOf(sign);
    if (input) set(input, /^[-\u2212]/.test(input.value) ? input.value.slice(1) : `-${input.value}`);
    return;
  }
  const button = target?.closest("[data-step]");
  const input = button && inputOf(button);
  if (!button || !input) return;
  const step = Number(button.getAttribute("data-step"));
  if (input.type === "number") {
    const least = input.min === "" ? -Infinity : Number(input.min);
    const most = input.max === "" ? Infinity : Number(input.max);
    set(input, String(Math.min(most, Math.max(least, (Number(input.value) || 0) + step))));
  } else {
    set(input, warmer(input, step));
  }
});

/** What became of missing crates is asked once some are missing. @param {Element} counter */
function askIfShort(counter) {
  const input = counter.querySelector("input[type=number]");
  const question = counter.querySelector("[data-if-short]");
  if (!(input instanceof HTMLInputElement) || !(question instanceof HTMLElement)) return;
  const short = Number(input.value) < Number(counter.getAttribute("data-short"));
  question.hidden = !short;
  for (const choice of question.querySelectorAll("input")) choice.required = short;
}

/** @param {string} typed @returns {number} degrees; not a number while nothing is typed */
const degrees = (typed) => (typed === "" ? NaN : Number(typed.replace("\u2212", "-").replace(",", ".")));

/**
 * What a lot to check asks while any crate of it is to be accepted: the date on its label, of which one that is past blocks
 * that, and why it is taken if it is too warm. Without a network nobody else would say so in time.
 * @param {Element} lot
 */
function askOfLot(lot) {
  const why = /** @type {HTMLInputElement | null} */ (lot.querySelector("input[name^=why-]:checked"));
  const count = /** @type {HTMLInputElement | null} */ (lot.querySelector("input[name^=rejected-]"));
  const accepted = !why || why.value === "fine" || (count !== null && Number(count.value) < Number(count.max));
  const label = lot.querySelector("[data-label]");
  if (label instanceof HTMLElement) {
    const { today = "", expired = "" } = label.dataset;
    for (const input of label.querySelectorAll("input")) {
      if (input.type === "radio") input.required = accepted;
      else input.setCustomValidity(accepted && !input.hidden && input.value && input.value < today ? expired : "");
    }
  }
  const warm = lot.querySelector("[data-warm]");
  if (!(warm instanceof HTMLElement)) return;
  const thermometer = document.getElementById(warm.dataset.warm ?? "");
  const read = thermometer instanceof HTMLInputElement ? Math.round(degrees(thermometer.value) * 10) : NaN;
  const [isWarm, isTooWarm] = [read > Number(warm.dataset.above), read > Number(warm.dataset.most)];
  warm.hidden = !accepted || !isWarm || isTooWarm;
  lot.querySelector("[data-too-warm]")?.toggleAttribute("hidden", !accepted || !isTooWarm);
  for (const input of warm.querySelectorAll("input")) input.required = !warm.hidden;
}

document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  for (const lot of document.querySelectorAll(".to-check")) setTimeout(askOfLot, 0, lot);
  markTile(event.target);
  if (event.target.id) showWith(event.target);
  const counter = event.target.closest("[data-short]");
  if (counter) askIfShort(counter);
});

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  if (input.type === "file" && input.dataset.chosen) {
    const words = input.parentElement?.querySelector(".button > span");
    if (words && input.files?.length) words.textContent = input.dataset.chosen;
  }
  if (input.type === "radio") showOtherDates(input.form ?? document);
  showDay(input.form ?? document);
});

/** Above the button stands the day that is chosen. @param {ParentNode} root */
function showDay(root) {
  const line = root.querySelector("[data-day]");
  if (!(line instanceof HTMLElement)) return;
  const { day = "", words = "#" } = line.dataset;
  const chosen = root.querySelector(`input[name="${day}"]:checked`);
  const other = document.getElementById(`${day}-other`);
  if (!(chosen instanceof HTMLInputElement) || !(other instanceof HTMLInputElement)) return;
  const written = other.valueAsDate?.toLocaleDateString(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" });
  line.textContent = words.replace("#", (chosen.value === "other" ? written : chosen.labels?.[0]?.textContent?.trim()) ?? "…");
}

/** @param {ParentNode} root */
function showOtherDates(root) {
  for (const choice of root.querySelectorAll("[data-reveals]")) {
    if (!(choice instanceof HTMLInputElement)) continue;
    const other = document.getElementById(choice.dataset.reveals ?? "");
    if (other instanceof HTMLInputElement) {
      other.hidden = !choice.checked;
      other.required = choice.checked;
    }
  }
}

/** @param {ParentNode} root */
export function startCounting(root) {
  showOtherDates(root);
  for (const part of root.querySelectorAll("[data-with]")) {
    const input = document.getElementById(part.getAttribute("data-with") ?? "");
    if (input instanceof HTMLInputElement) showWith(input);
  }
  for (const counter of root.querySelectorAll("[data-short]")) askIfShort(counter);
  for (const lot of root.querySelectorAll(".to-check")) askOfLot(lot);
}
