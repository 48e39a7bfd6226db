// @ts-check
/**
 * The outbox: what was done on this phone, kept in IndexedDB until the server says that it has it. The page writes into
 * it, the page and the worker send from it, and neither keeps anything of it in memory.
 */

/**
 * @typedef {"waiting" | "early" | "other-person" | "refused" | "kept"} State  the last two are the server's last word
 * @typedef {object} Entry
 * @property {number} [seq]         the order on this phone
 * @property {number} [nr]          the count of what this person did on this phone, without what was taken out again
 * @property {string} op            the id of the act
 * @property {string} url           where it is posted
 * @property {[string, string][]} fields
 * @property {{ name: string, file: Blob }[]} files
 * @property {string} person        the id of who did it
 * @property {string} title         the act in a few words
 * @property {string[]} settles     the keys of what is settled by it
 * @property {string[]} keys        the keys of all it concerns: acts with one in common are sent in order
 * @property {number} at            when it was done, in UTC milliseconds
 * @property {number} [tapped]      when it was done, by the phone's own clock
 * @property {number} tries
 * @property {State} state
 * @property {string} [answer]      the page of a refusal
 * @property {number} [keptAt]      when the server said that it has it, by the phone
 *
 * @typedef {{ op: string, kept?: boolean, to?: string, refused?: string }} Told  one answer of the server
 * @typedef {"empty" | "waiting" | "offline" | "login"} Drained
 */

const NAME = "girofresco";
const ACTS = "acts";
/** What the server has is remembered this long, for pages that are older, in milliseconds. */
const REMEMBERED = 86_400_000;
/** How long one answer may take before the phone counts as without a network, in milliseconds; a picture six times so. */
const PATIENCE = 30_000;

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((done, failed) => {
    // Pages and workers of several versions share this database, because an update reaches each of them at another time.
    // So the version stays 1: new properties of an entry are optional, and none changes its meaning. What cannot be said
    // like that needs version 2, an upgrade that carries every entry over, and code that still sends entries of version 1.
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const acts = asked.result.createObjectStore(ACTS, { keyPath: "seq", autoIncrement: true });
      acts.createIndex("op", "op", { unique: true });
    };
    asked.onsuccess = () => {
      // A newer version of the app must not wait for this page.
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(acts: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>} settled when the transaction is on the disk
 */
async function within(mode, ask) {
  const database = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction(ACTS, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(ACTS));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Everything that was done, in its order, with what the server has since. @returns {Promise<Entry[]>} */
export const all = () => within("readonly", (acts) => acts.getAll());

/** What the server has not. @param {Entry[]} entries */
export const unsent = (entries) => entries.filter(({ state }) => state !== "kept");

/** Keeps an act; one that is kept already stays as it is. @param {Entry} entry */
export async function keep(entry) {
  const { person } = entry;
  await within("readwrite", (acts) => {
    const asked = acts.getAll();
    asked.onsuccess = () => {
      /** @type {Entry[]} */
      const before = asked.result;
      if (before.some(({ op }) => op === entry.op)) return;
      entry.nr = 1 + Math.max(counted(person), ...before.filter((one) => one.person === person).map(numberOf));
      acts.add(entry);
    };
    return asked;
  });
  if (entry.nr) count(person, entry.nr);
}

/** The count stays in a cookie where acts are thrown away to make room. Only pages count. @type {any} */
const here = globalThis;

/** @param {string} person */
const counted = (person) => parseInt(here.document.cookie.split(`nr-${person}=`)[1]) || 0;

/** @param {string} person @param {number} nr */
const count = (person, nr) => (here.document.cookie = `nr-${person}=${nr};path=/;max-age=9999999`);

/** @param {Entry} entry */
const numberOf = ({ nr, seq }) => nr ?? seq ?? 0;

/** @param {Entry} entry */
export const forget = (entry) => within("readwrite", (acts) => acts.delete(entry.seq ?? 0));

/**
 * Changes an act if it is still there. Gives it as it is then: its number may be another by now.
 * @param {Entry} entry @param {Partial<Entry>} change @returns {Promise<Entry | undefined>}
 */
const change = (entry, change) =>
  within("readwrite", (acts) => {
    const asked = acts.get(entry.seq ?? 0);
    asked.onsuccess = () => asked.result && acts.put(Object.assign(asked.result, change));
    return asked;
  });

/**
 * Runs alone among all pages and the worker.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
const alone = (name, work) => navigator.locks?.request(name, work) ?? work();

/** Whether sending it may take long: a picture. @param {Entry} entry */
const isLarge = ({ files }) => files.length > 0;

/**
 * Takes an act out that was never sent, or was refused, with the picture that follows it. Says whether it could: nobody
 * but this phone knew of it.
 * @param {string} op
 * @returns {Promise<boolean>}
 */
export async function withdraw(op) {
  let done = false;
  await within("readwrite", (acts) => {
    const asked = acts.getAll();
    asked.onsuccess = () => {
      /** @type {Entry[]} */
      const entries = asked.result;
      const entry = entries.find((one) => one.op === op);
      if (!entry || (entry.tries > 0 && entry.state !== "refused")) return;
      done = true;
      const gone = entries.filter((one) => one === entry || one.url.includes(`/acts/${op}/`));
      for (const one of gone) acts.delete(one.seq ?? 0);
      // The server takes a number that never comes for an act that is lost.
      const first = numberOf(entry);
      const after = entries.filter((one) => one.person === entry.person && numberOf(one) > first && !gone.includes(one));
      if (after.some(({ tries }) => tries > 0)) return;
      after.forEach((one, place) => acts.put({ ...one, nr: first + place }));
      count(entry.person, first + after.length - 1);
    };
    return asked;
  });
  return done;
}

/**
 * Sends what waits: pictures last, and apart, because one that takes minutes must keep back no act.
 * @param {(told: Told) => void} tell  hears each final answer
 * @returns {Promise<Drained>}
 */
export async function drain(tell) {
  const acts = await alone("outbox", () => run(tell, false));
  return acts === "offline" || acts === "login" ? acts : alone("files", () => run(tell, true));
}

/**
 * Sends one after the other. What the server does not answer for stays, and keeps back only what concerns the same things.
 * @param {(told: Told) => void} tell @param {boolean} large
 * @returns {Promise<Drained>}
 */
async function run(tell, large) {
  /** @type {Set<string>} */
  const held = new Set();
  let left = false;
  const entries = await all();
  // Who names an act, to take it back, concerns what that act concerned.
  const of = new Map(entries.map(({ op, keys }) => [`op:${op}`, keys]));
  for (const entry of entries) {
    const keys = entry.keys.flatMap((key) => [key, ...(of.get(key) ?? [])]);
    if (entry.state === "kept" && Date.now() - (entry.keptAt ?? 0) > REMEMBERED) await forget(entry);
    if (entry.state === "refused" || entry.state === "kept" || (isLarge(entry) && !large)) continue;
    const told = isLarge(entry) !== large || keys.some((key) => held.has(key)) ? "held" : await send(entry);
    if (told === "offline" || told === "login") return told;
    if (told === "gone") continue;
    if (typeof told === "string") {
      left = true;
      for (const key of keys) held.add(key);
      continue;
    }
    await change(entry, told.kept ? { state: "kept", keptAt: Date.now(), fields: [], files: [] } : { state: "refused", answer: told.refused });
    tell(told);
  }
  return left ? "waiting" : "empty";
}

/**
 * @param {Entry} entry
 * @returns {Promise<Told | "offline" | "login" | "later" | "gone">}
 */
async function send(entry) {
  // What never left the phone can be taken back without a trace.
  if (!navigator.onLine) return "offline";
  // From here on the server may know of it, whatever the phone hears.
  const sent = await change(entry, { tries: entry.tries + 1 });
  if (!sent) return "gone";
  const { op, person, at, tapped } = sent;
  // How long it waited, by the phone: what was sent at once was done just now, whatever the clock said.
  const waited = tapped === undefined ? "" : ` ${Date.now() - tapped}`;
  let answer, text;
  try {
    answer = await fetch(entry.url, {
      method: "POST",
      body: bodyOf(sent),
      headers: { outbox: `${person} ${op} ${at} ${numberOf(sent)}${waited}` },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE * (isLarge(sent) ? 6 : 1)),
    });
    text = await answer.text();
  } catch {
    // A picture that was too slow says nothing of the network.
    return isLarge(sent) ? "later" : "offline";
  }
  if (answer.headers.get("op-ack") === op) {
    return answer.ok ? { op, kept: true, to: text } : { op, refused: text };
  }
  const { status } = answer;
  if (status === 401) return "login";
  await change(entry, { state: status === 412 ? "other-person" : status === 425 ? "early" : "waiting" });
  return "later";
}

/** @param {Entry} entry */
function bodyOf(entry) {
  const { fields, files } = entry;
  /** @type {[string, string][]} */
  const all = [...fields, ["device_seq", String(numberOf(entry))]];
  if (files.length === 0) return new URLSearchParams(all);
  const body = new FormData();
  for (const [name, value] of all) body.append(name, value);
  for (const { name, file } of files) body.append(name, file, "photo.jpg");
  return body;
}
