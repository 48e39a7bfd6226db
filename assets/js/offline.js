// @ts-check
/**
 * What the page knows of the outbox: it keeps an act before it is sent, shows what is expected to be so once the queue
 * is sent, and has the pages of the day kept on the phone.
 */

import { atMidnight, now } from "./clocks.js";
import { say } from "./messages.js";
import { all, drain, forget, keep, unsent, withdraw } from "./outbox.js";
import { fadeAfter } from "./toasts.js";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./outbox.js").Told} Told */

/** How long the server's answer is waited for before the person goes on, in milliseconds. */
const ANSWER_WITHIN = 4_000;
/** The pages of the day are fetched again after this many milliseconds. */
const STALE = 120_000;
/** How often what waits is tried again while a page is open, in milliseconds. */
const AGAIN = 60_000;
/** A page of before is shown anew at most this often, in milliseconds. */
const RENEW = 15_000;

const news = new BroadcastChannel("outbox");
const words = document.body.dataset;
const person = meta("person");

/** @param {string} name */
function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
}

/** Whether acts can be kept on this phone: somebody is signed in, and there is a place to keep them. */
export const canKeep = person !== "" && "indexedDB" in window;

/** @param {string | null | undefined} list */
const split = (list) => (list ? list.split(" ") : []);

/** Sends what waits: the worker does, also after the page is gone; without one, the page. */
async function sendWaiting() {
  const worker = navigator.serviceWorker?.controller;
  if (worker) {
    worker.postMessage("drain");
    const registration = /** @type {any} */ (await navigator.serviceWorker.ready);
    registration.sync?.register("outbox").catch(() => {});
  } else {
    await drain((told) => heard(told));
    await show();
  }
}

/** Whether something was typed or chosen that a new page would lose. */
let touched = false;
document.addEventListener("input", () => (touched = true));

/** @type {Map<string, (told: Told) => void>} */
const waitingFor = new Map();

/** @param {Told} told */
function heard(told) {
  waitingFor.get(told.op)?.(told);
}

/** @param {string} op @returns {Promise<Told | undefined>} */
function answerTo(op) {
  return new Promise((done) => {
    waitingFor.set(op, done);
    setTimeout(() => done(undefined), navigator.onLine ? ANSWER_WITHIN : 0);
  });
}

/**
 * Keeps an act and sends it. Goes on to where the server says; without an answer, to where it is expected to say.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @returns {Promise<boolean>} whether it is kept
 */
export async function act(form, submitter) {
  /** @type {Entry} */
  const entry = { op: "", url: form.action, fields: [], files: [], person, title: form.dataset.offline ?? "", settles: [], keys: [], at: Math.round(now()), tapped: Date.now(), tries: 0, state: "waiting" };
  /** @type {[string, File][]} */
  const files = [];
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string") entry.fields.push([name, value]);
    else if (value.size > 0) files.push([name, value]);
  }
  entry.op = entry.fields.find(([name]) => name === "op_id")?.[1] ?? "";
  entry.settles = split(form.dataset.settles);
  const said = [];
  for (const input of form.querySelectorAll("input")) {
    if (input.checked) entry.settles.push(...split(input.dataset.settles));
    if (input.dataset.say && Number(input.value)) said.push(input.dataset.say.replace("#", input.value));
  }
  if (said.length) entry.title += `: ${said.join(", ")}`;
  entry.keys = [`op:${entry.op}`, ...entry.settles, ...split(form.dataset.touches)];
  const { next } = form.dataset;
  try {
    await keep(entry);
  } catch {
    // No room on the phone: the act goes the way of every form, or stays on the screen.
    if (navigator.onLine) sendPlainly(form, submitter);
    else say(words.full ?? "");
    return navigator.onLine;
  }
  try {
    for (const [name, file] of files) await keep(await (await import("./photo.js")).photoOf(entry, name, file, words.photo ?? ""));
  } catch {
    sessionStorage.setItem("no-photo", "1");
  }
  navigator.storage?.persist?.().catch(() => {});
  navigator.vibrate?.(30);
  const answer = answerTo(entry.op);
  void sendWaiting();
  const told = await answer;
  waitingFor.delete(entry.op);
  if (told?.kept) location.assign(told.to ?? location.href);
  else if (told) await showRefusal(told);
  else {
    sessionStorage.setItem("kept", entry.op);
    const settled = settledBy(await all());
    location.assign(next ?? ahead(settled)?.href ?? location.href);
  }
  return true;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function sendPlainly(form, submitter) {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  }
  form.submit();
}

/** The person is here: they see what the server said, and the act is no longer kept. @param {Told} told */
async function showRefusal(told) {
  const entry = (await all()).find((entry) => entry.op === told.op);
  if (entry) await forget(entry);
  const page = new DOMParser().parseFromString(told.refused ?? "", "text/html");
  document.body.replaceWith(page.body);
  document.dispatchEvent(new CustomEvent("page-shown"));
}

/** A page of yesterday turns to the new day by itself, unless it would lose what somebody typed. */
function turn() {
  const isLive = document.querySelector("[hx-trigger]") && !document.documentElement.hasAttribute("data-kept");
  if (isLive && !touched && navigator.onLine) location.reload();
}

/** Takes an act back: out of the outbox if nobody knows of it yet, else by another act. @param {string} op */
async function undo(op) {
  if (await withdraw(op)) return;
  const id = crypto.randomUUID();
  await keep({ op: id, url: `/acts/${op}/undo?back=/`, fields: [["op_id", id], ["occurred_at", String(Math.round(now()))]], files: [], person, title: words.undone ?? "", settles: [], keys: [`op:${id}`, `op:${op}`], at: Math.round(now()), tries: 0, state: "waiting" });
  void sendWaiting();
}

/** What counts beside what the page shows: it waits, or came after the page was made; and nobody took it back. @param {Entry[]} entries */
function counting(entries) {
  const undone = new Set(entries.map(({ url, state }) => state !== "refused" && url.match(/\/acts\/([^/]+)\/undo/)?.[1]));
  // A page does not know of what the server has taken since it was made.
  const made = Number(document.documentElement.dataset.kept ?? performance.timeOrigin);
  /** @param {Entry} entry */
  const counts = ({ state, keptAt }) => (state === "kept" ? Number(keptAt) > made : state !== "refused");
  return entries.filter((entry) => counts(entry) && !undone.has(entry.op));
}

/** @param {Entry[]} entries what is settled once everything is sent */
const settledBy = (entries) => new Set(counting(entries).flatMap((entry) => entry.settles));

/** The first stop ahead that is not settled. @param {Set<string>} settled @returns {HTMLAnchorElement | undefined} */
function ahead(settled) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-ahead] a")]);
  return links.find((link) => !settled.has(link.dataset.key ?? ""));
}

/** Shows the page as it will be once the queue is sent, and what waits. */
export async function show() {
  const entries = await all().catch(() => []);
  if (!canKeep) return document.getElementById("waits")?.toggleAttribute("hidden", !unsent(entries).length);
  const settled = settledBy(entries);
  const mine = new Set(unsent(entries).flatMap((entry) => entry.settles));
  for (const part of document.querySelectorAll("[data-key]")) {
    const key = part.getAttribute("data-key") ?? "";
    const expected = settled.has(key);
    if (!expected) part.querySelector(".tick")?.remove();
    part.classList.toggle("expected", expected);
    if (expected) tick(part, !mine.has(key));
  }
  for (const part of document.querySelectorAll("[data-if-key]")) {
    part.toggleAttribute("hidden", !settled.has(part.getAttribute("data-if-key") ?? ""));
  }
  const road = [...document.querySelectorAll(".road > li")];
  const open = road.filter((stop) => !["done", "skipped", "expected"].some((name) => stop.classList.contains(name)));
  if (settled.size) for (const stop of road) stop.classList.toggle("now", stop === open[0]);
  if (settled.size && road.length) countDown(open.length, road.length - open.length);
  const next = ahead(settled);
  for (const link of document.querySelectorAll("a[data-next-stop]")) if (next) link.setAttribute("href", next.href);
  const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form[data-settles]")]);
  let over = false;
  for (const form of forms) {
    const all = split(form.dataset.settles).every((key) => settled.has(key));
    form.hidden = all;
    over ||= all;
    for (const button of document.querySelectorAll(`button[form="${form.id}"]`)) button.toggleAttribute("hidden", all);
  }
  for (const part of document.querySelectorAll("[data-while-open]")) part.toggleAttribute("hidden", over);
  for (const part of document.querySelectorAll("[data-once-kept]")) part.toggleAttribute("hidden", !over);
  for (const part of document.querySelectorAll("[data-here]")) {
    const [of, site] = [part.getAttribute("data-here") ?? "", siteOf(location.href)];
    const done = counting(entries).filter(({ url }) => new URL(url, location.href).pathname.startsWith(of) && siteOf(url) === site);
    part.replaceChildren(...done.map(line));
  }
  tell(unsent(entries));
  document.dispatchEvent(new CustomEvent("queue"));
}

/** @param {string} url */
const siteOf = (url) => new URL(url, location.href).searchParams.get("site");

/** An act in one line, with the way back while nobody else has it. @param {Entry} entry */
function line(entry) {
  const part = document.createElement("div");
  const received = entry.state === "kept";
  part.append(entry.title);
  tick(part, received);
  if (!received && entry.person === person) part.append(backButton(entry.op));
  return part;
}

/** @param {string} op */
function backButton(op) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.undo ?? "" });
  button.setAttribute("data-take-back", op);
  return button;
}

/** How far the round is. @param {number} left @param {number} done */
function countDown(left, done) {
  const box = document.querySelector("[data-progress]");
  const [label, number, bar] = [".label", ".number", "progress"].map((part) => box?.querySelector(part));
  if (!(box instanceof HTMLElement) || !label || !number || !(bar instanceof HTMLProgressElement)) return;
  const { one = "", none = "" } = box.dataset;
  label.textContent = left === 0 ? none : left === 1 ? one : (label.textContent ?? "").replace(/\d+/, String(left));
  number.textContent = (number.textContent ?? "").replace(/\d+/, String(done));
  bar.value = done;
}

/** One tick: on this phone. Two: the server has it. @param {Element} part @param {boolean} received */
function tick(part, received) {
  const words = received ? `✓✓ ${document.body.dataset.received}` : `✓ ${document.body.dataset.saved}`;
  const place = part.querySelector(".stop-body, .lot-name") ?? part;
  const mark = place.querySelector(":scope > .tick") ?? place.appendChild(document.createElement("span"));
  mark.className = "tick";
  mark.textContent = words;
}

/** The strip under the heading. @param {Entry[]} entries */
function tell(entries) {
  const strip = document.getElementById("queued");
  const link = strip?.querySelector("a");
  const note = strip?.querySelector("span");
  if (!strip || !link || !note) return;
  const refused = entries.filter((entry) => entry.state === "refused").length;
  // A page of before says why it is shown, and of when it is.
  const { kept, why = "" } = document.documentElement.dataset;
  note.textContent = (words[why] ?? "").replace("#", new Date(Number(kept)).toTimeString().slice(0, 5));
  link.textContent = refused ? `${words.attention} (${refused})` : `${words.waiting} (${entries.length})`;
  link.classList.toggle("refused", refused > 0);
  link.hidden = entries.length === 0;
  strip.hidden = entries.length === 0 && note.textContent === "";
}

/** What was just kept without an answer, with the way back. */
async function greet() {
  if (sessionStorage.getItem("no-photo")) say(words.noPhoto ?? "");
  sessionStorage.removeItem("no-photo");
  const op = sessionStorage.getItem("kept");
  const region = document.getElementById("toasts");
  if (!op || !region) return;
  sessionStorage.removeItem("kept");
  // A page that lists it says so already.
  if (document.querySelector("[data-here]")) return;
  const title = (await all()).find((entry) => entry.op === op)?.title;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.append(Object.assign(document.createElement("span"), { textContent: [title, words.keptHere].filter(Boolean).join(". ") }), backButton(op));
  region.append(toast);
  // Ten seconds, as the server's own offer to undo.
  fadeAfter(toast, 10);
}

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const back = target?.closest("[data-take-back]");
  if (back) {
    await undo(back.getAttribute("data-take-back") ?? "");
    back.closest(".toast")?.remove();
    await show();
  }
  if (target?.closest("#outbox-again")) void sendWaiting();
});

/** Has the worker fetch what this person may need without a network: their tabs, and what the page names. */
async function keepPages() {
  const tabs = [...document.querySelectorAll("nav.tabs a[href^='/']")].map((link) => link.getAttribute("href") ?? "");
  const named = split(meta("keep"));
  const key = `kept-at ${location.pathname}`;
  const kept = Number((named.length ? sessionStorage.getItem(key) : localStorage.getItem("kept-at")) ?? 0);
  // They may be gone before their time: with another language, or to make room.
  if (Date.now() - kept < STALE && (await caches.match("/outbox"))) return;
  sessionStorage.setItem(key, String(Date.now()));
  localStorage.setItem("kept-at", String(Date.now()));
  const registration = await navigator.serviceWorker.ready;
  registration.active?.postMessage({ keep: [location.href, ...named, ...tabs, "/outbox", "/"] });
}

/** Shows a page of before anew once the network works, unless that would lose something typed; seldom, if it is slow. */
async function renew() {
  if (touched || !navigator.onLine || !document.documentElement.hasAttribute("data-kept")) return;
  if (Date.now() - Number(sessionStorage.getItem("renewed") ?? 0) < RENEW) return;
  const works = await fetch("/manifest.webmanifest", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (!works) return;
  sessionStorage.setItem("renewed", String(Date.now()));
  location.reload();
}

/** The screen stays on during a round, where the phone allows it. */
async function stayAwake() {
  if (meta("wake") === "" || document.visibilityState !== "visible") return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

/** Wakes all of this. */
export function startOffline() {
  atMidnight(turn);
  if (!canKeep) return;
  news.addEventListener("message", ({ data }) => {
    if (data.op) heard(data);
    if (data.drained === "login") say(words.login ?? "");
    if (data.drained === "empty") void renew();
    void show();
  });
  const again = () => {
    if (document.visibilityState !== "visible") return;
    void all().then((entries) => (unsent(entries).length > 0 ? sendWaiting() : renew()));
    void show();
    void stayAwake();
  };
  addEventListener("online", again);
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, AGAIN);
  void greet();
  if (navigator.onLine && "serviceWorker" in navigator && !document.documentElement.hasAttribute("data-kept")) void keepPages();
}
