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
 * The half degree above or below what stands in the input, in its own decimal mark.
 * @param {string} typed
 * @param {number} step
 */
function warmer(typed, step) {
  const degrees = Number(typed.replace("\u2212", "-").replace(",", ".")) || 0;
  const mark = document.documentElement.lang === "en" ? "." : ",";
  return (Math.round((degrees + step) * 10) / 10).toFixed(1).replace(".", mark);
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
    set(input, warmer(input.value, step));
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

/**
 * The date on a label is asked for while any crate of its lot is to be accepted, and one that is past blocks that.
 * @param {Element} lot
 */
function askForLabel(lot) {
  const question = lot.querySelector("[data-label]");
  if (!(question instanceof HTMLElement)) return;
  const why = /** @type {HTMLInputElement | null} */ (lot.querySelector("input[name^=why-]:checked"));
  const count = /** @type {HTMLInputElement | null} */ (lot.querySelector("input[name^=rejected-]"));
  const accepted = !why || why.value === "fine" || (count !== null && Number(count.value) < Number(count.max));
  for (const input of question.querySelectorAll("input")) {
    if (input.type === "radio") input.required = accepted;
    else input.setCustomValidity(accepted && !input.hidden && input.value && input.value < (question.dataset.today ?? "") ? (question.dataset.expired ?? "") : "");
  }
}

document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  const lot = event.target.closest(".to-check");
  if (lot) setTimeout(askForLabel, 0, lot);
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
});

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
  for (const lot of root.querySelectorAll(".to-check")) askForLabel(lot);
}
