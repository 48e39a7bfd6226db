/** The first hour of a charity: an empty database, a code from the command line, and screens alone up to a published day. */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort, openBrowser, openPhone, until } from "./harness.mjs";

const BINARY = process.env.GIROFRESCO_BINARY ?? resolve(import.meta.dirname, "../../target/debug/girofresco");

describe("the first hour", () => {
  /** @type {string} */
  let folder;
  /** @type {import("node:child_process").ChildProcess} */
  let server;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./harness.mjs").Phone} */
  let phone;
  let origin = "";
  let said = "";

  /** @param {string[]} args */
  const girofresco = (...args) =>
    execFileSync(BINARY, [...args, "--database", `sqlite://${folder}/giro.db`], { cwd: folder, encoding: "utf8", env: { ...process.env, LANG: "it" } });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "girofresco-first-"));
    const listen = `127.0.0.1:${await freePort()}`;
    origin = `http://${listen}`;
    server = spawn(BINARY, ["serve", "--listen", listen, "--database", `sqlite://${folder}/giro.db`], { cwd: folder, env: { ...process.env, LANG: "it" } });
    for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => (said += text));
    await until(async () => said.includes(origin));
    browser = await openBrowser();
    phone = await openPhone(browser);
  });
  after(async () => {
    await phone?.close();
    await browser?.close();
    server?.kill("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  });

  /** @param {Record<string, string>} fields what is typed or chosen, by the name of its field */
  async function fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = phone.page.locator(`main [name='${name}']`).first();
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
      else if (["checkbox", "radio"].includes((await field.getAttribute("type")) ?? "")) await field.check();
      else await field.fill(value);
    }
  }
  const save = () => phone.page.getByRole("button", { name: "Salva", exact: true }).tap();
  const missing = async () => {
    await phone.open(`${origin}/coordinator`);
    return phone.page.getByText("Cosa manca per partire").count();
  };
  /** @param {string} step */
  async function go(step) {
    assert.equal(await missing(), 1);
    await phone.page.getByRole("link", { name: step }).tap();
    await phone.page.locator("h1").waitFor();
  }

  test("begins with a code that the server itself asks for", async () => {
    assert.match(said, /girofresco invite --name/);
    const code = girofresco("invite", "--name", "Paola").split("\n")[0] ?? "";
    await phone.open(`${origin}/login`);
    await fill({ code });
    await phone.page.getByRole("button", { name: "Entra" }).tap();
    await phone.page.waitForURL(/\/coordinator/);
    assert.equal(await missing(), 1);
  });

  test("asks for what a place needs, and takes nothing unseen", async () => {
    await go("Aggiungi un negozio");
    const week = Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [`hours-${day}`, "7-21"]));
    await fill({ name: "Super Prova", town: "Codogno", ...week, holidays: "1" });
    await save();
    await phone.page.waitForURL(/saved=1/);

    await go("Aggiungi un punto, con il posto per le casse");
    await fill({ name: "Emporio", town: "Codogno", ...week, holidays: "1" });
    await save();
    await phone.page.locator("#room-ambient-error").waitFor();
    await fill({ "room-ambient": "40", lat: "https://www.openstreetmap.org/#map=17/45.1612/9.7031" });
    await save();
    await phone.page.waitForURL(/saved=1/);
    assert.equal(await phone.page.getByText("Posizione approssimata").count(), 0);
  });

  test("has a vehicle, a driver, codes for everybody and a shift", async () => {
    await go("Aggiungi un mezzo");
    await fill({ name: "Furgone", crates: "40", kilograms: "400" });
    await save();
    await phone.page.waitForURL(/saved=1/);

    await go("Aggiungi un autista");
    await fill({ name: "Ivo", phone: "333 0000001" });
    await phone.page.locator("[name='role'][value='driver']").check();
    await save();
    await phone.page.waitForURL(/saved=1/);

    await go("Fai entrare tutti con il telefono");
    await phone.page.getByRole("button", { name: "Crea i codici" }).tap();
    await phone.page.getByRole("heading", { name: "Ivo" }).waitFor();
    assert.equal(await phone.page.locator(".qr svg").count(), 1);
    const link = await phone.page.getByText(/\/enter\//).first().innerText();
    const driver = await openPhone(browser);
    await driver.open(origin + new URL(link).pathname);
    await driver.page.locator("form[action='/login'] button").tap();
    await driver.page.waitForURL((url) => !url.pathname.startsWith("/enter"));
    await driver.close();

    await phone.open(`${origin}/coordinator/announce`);
    await phone.page.getByRole("link", { name: /Super Prova/ }).tap();
    await phone.page.locator("[name='crates-bread']").fill("4");
    const date = await phone.page.locator("[name='date']:checked").first().inputValue();
    await phone.page.getByRole("button", { name: "Annuncia", exact: true }).tap();
    await phone.page.getByText("Annulla").first().waitFor();

    await phone.open(`${origin}/coordinator/shifts/new?date=${date}`);
    await fill({ person: "Ivo", from: "07:00", until: "21:00" });
    await save();
    await phone.page.locator("#rest_minutes-error").waitFor();
    await fill({ rest_minutes: "30", rest_from: "07:00", rest_until: "21:00" });
    await save();
    await phone.page.waitForURL(/saved=1/);

    await phone.open(`${origin}/coordinator/plan?date=${date}`);
    await phone.page.getByRole("button", { name: "Pianifica", exact: true }).tap();
    await phone.page.getByRole("button", { name: "Pubblica il piano" }).first().waitFor({ timeout: 60_000 });
    await phone.page.getByRole("button", { name: "Pubblica il piano" }).first().tap();
    // Only then may another page be asked for: asked for earlier, the two would end each other.
    await phone.page.getByText("Piano pubblicato.", { exact: true }).waitFor();
    assert.equal(await missing(), 0);
    await phone.open(`${origin}/coordinator/start`);
    await phone.page.getByText("Non manca niente.").waitFor();
  });

  test("takes a sheet of people that lies on the phone, once it was looked at", async () => {
    await phone.open(`${origin}/coordinator/start`);
    await phone.page.getByRole("link", { name: "Prendi dati da un file" }).tap();
    /** @param {string} text */
    const send = async (text) => {
      await phone.page.locator("input[type=file]").setInputFiles({ name: "persone.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await phone.page.getByRole("button", { name: "Guarda che cosa cambia" }).tap();
    };
    await send("nome;ruoli;telefono\r\nNora Neri;astronauta;0371 000009\r\n");
    await phone.page.getByText("non è un ruolo").waitFor();
    await phone.page.getByRole("link", { name: "Scegli un altro file" }).tap();
    await send("nome;ruoli;telefono\r\nNora Neri;autista;0371 000009\r\n");
    await phone.page.getByText("Nora Neri").first().waitFor();
    assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "fits the phone");
    await phone.page.getByRole("button", { name: "Prendi questa riga" }).tap();
    await phone.page.getByText("Fatto: i dati sono presi.").waitFor();
    await phone.open(`${origin}/coordinator/people`);
    await phone.page.getByText("Nora Neri").waitFor();
    assert.deepEqual(phone.takeFaults().filter((fault) => !/422/.test(fault)), []);
  });
});
