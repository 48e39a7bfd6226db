// @ts-check
/** The page of what waits on this phone. */

import { all, unsent } from "./outbox.js";

const person = document.querySelector('meta[name="person"]')?.getAttribute("content");

async function list() {
  const entries = unsent(await all());
  const place = document.getElementById("outbox");
  const pattern = /** @type {HTMLTemplateElement | null} */ (document.getElementById("outbox-entry"));
  if (!place || !pattern) return;
  document.getElementById("outbox-empty")?.toggleAttribute("hidden", entries.length > 0);
  document.getElementById("outbox-again")?.toggleAttribute("hidden", entries.length === 0);
  place.replaceChildren(
    ...entries.map((entry) => {
      const card = /** @type {HTMLElement} */ (pattern.content.cloneNode(true));
      /** @param {string} name @param {string} text */
      const put = (name, text) => {
        const part = card.querySelector(`[data-part="${name}"]`);
        if (part) part.textContent = text;
      };
      put("title", entry.title);
      put("since", new Date(entry.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" }));
      put("state", place.getAttribute(`data-${entry.state}`) ?? "");
      put("why", entry.answer ? reasonIn(entry.answer) : "");
      const button = card.querySelector("button");
      if (entry.person === person) button?.setAttribute("data-take-back", entry.op);
      else button?.remove();
      if (button && entry.state === "refused") button.textContent = place.dataset.seen ?? "";
      return card;
    }),
  );
}

/** What a refusal's page says. @param {string} html */
function reasonIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = [...page.querySelectorAll(".notice p, .notice > span, .errors li, .error")].map((part) => part.textContent?.trim());
  return [...new Set(said.filter(Boolean))].slice(0, 3).join(" ");
}

document.addEventListener("queue", list);
void list();
