/**
 * The outbox in WebKit, which has no Background Sync and no push here, as on an iPhone before the app is installed: what
 * was kept goes when a page is opened, or when the network comes back under an open one.
 */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startDemo, startNetwork, until } from "./harness.mjs";
import { openWebkit } from "./webkit.mjs";

/** The worker's longest pause between two tries, and something more, in milliseconds. */
const LONGEST_PAUSE = 6_000;

describe("the outbox in WebKit", () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {Awaited<ReturnType<typeof startNetwork>>} */
  let network;
  /** @type {Awaited<ReturnType<typeof openWebkit>>} */
  let phone;

  before(async () => {
    [demo, phone] = await Promise.all([startDemo(), openWebkit()]);
    network = await startNetwork(demo.origin);
    await phone.open(demo.links.driver.replace(demo.origin, network.origin));
    // The round, all its stops, and the page of the outbox are on the phone; what a busy machine missed comes at the next opening.
    const kept = () =>
      phone.run(async () => {
        const stops = [...document.querySelectorAll("[data-ahead] a")].map((link) => link.getAttribute("href") ?? "");
        const kept = await Promise.all(["/outbox", ...stops].map((page) => caches.match(page)));
        return Boolean(navigator.serviceWorker.controller) && stops.length > 1 && kept.every(Boolean);
      });
    for (let openings = 1, whole = false; !whole; openings++) {
      await phone.open(`${network.origin}/driver`);
      whole = await until(() => kept().catch(() => false), 30_000).then(() => true, () => false);
      assert.ok(whole || openings < 3, "the round is not on the phone");
    }
  });
  after(async () => {
    await phone?.close();
    network?.stop();
    await demo?.stop();
  });

  /** A page may give way to the next in between. @param {() => Promise<boolean>} holds */
  const settles = (holds) => until(() => holds().catch(() => false));

  /** How often each act that waits was tried. @returns {Promise<number[]>} */
  const tries = () =>
    phone.run(
      () =>
        new Promise((done, failed) => {
          const opened = indexedDB.open("girofresco");
          opened.onerror = () => failed(opened.error);
          opened.onsuccess = () => {
            const asked = opened.result.transaction("acts").objectStore("acts").getAll();
            asked.onsuccess = () => {
              opened.result.close();
              done(asked.result.filter((entry) => entry.state !== "kept").map((entry) => entry.tries));
            };
          };
        }),
    );

  /** The worker tries a few times by itself, with longer and longer pauses. It has given up when it is quiet for longer. */
  async function workerGivesUp() {
    let [before, since] = [-1, Date.now()];
    await settles(async () => {
      const [now = 0] = await tries();
      if (now !== before) [before, since] = [now, Date.now()];
      return Date.now() - since > LONGEST_PAUSE;
    });
  }

  /** Confirms the next stop of the round without a network, and sees that it is kept. */
  async function confirmWithoutNetwork() {
    network.state.weather = "down";
    network.state.sent = [];
    await phone.open(`${network.origin}/driver`);
    assert.ok(await phone.run(() => document.documentElement.hasAttribute("data-kept")), "the round as it was last seen");
    await settles(() => phone.run(() => document.documentElement.classList.contains("scripted")));
    await phone.click(".action-bar .button.primary");
    await settles(async () => (await phone.url()).includes("/driver/stops/"));
    await settles(() => phone.run(() => document.documentElement.classList.contains("scripted")));
    const stop = (await phone.url()).split("?")[0];
    await phone.click(".action-bar .button.primary");
    await settles(async () => (await phone.url()).split("?")[0] !== stop);
    await settles(() => phone.run(() => document.querySelector("#queued a")?.textContent?.includes("(1)") ?? false));
    assert.equal((await tries()).length, 1);
    await workerGivesUp();
    assert.equal(network.state.sent.length, 0, "nothing got through");
  }

  /** It went by itself, once, and the server has so many stops. @param {number} stops */
  async function isDelivered(stops) {
    await settles(async () => (await tries()).length === 0);
    assert.equal(network.state.sent.length, 1, "it was sent once");
    await settles(async () => {
      await phone.open(`${network.origin}/driver`);
      const fresh = await phone.run(() => !document.documentElement.hasAttribute("data-kept"));
      return fresh && (await phone.run(() => document.querySelectorAll(".road > li.done").length)) === stops;
    });
  }

  test("has no Background Sync to lean on", async () => {
    assert.deepEqual(await phone.run(() => ["SyncManager" in window, "PushManager" in window]), [false, false]);
  });

  test("sends what was kept when a page is opened again", async () => {
    await confirmWithoutNetwork();
    network.state.weather = "fine";
    await phone.open(`${network.origin}/driver`);
    await isDelivered(1);
  });

  test("sends what was kept when the network is back under an open page", async () => {
    await confirmWithoutNetwork();
    network.state.weather = "fine";
    // The way to the server was cut, not the computer's network, so that WebKit has nothing to tell by itself.
    await phone.run(() => dispatchEvent(new Event("online")));
    await isDelivered(2);
  });
});
