/** WebKit as on an iPhone, by Debian's WebKitGTK: its driver speaks the WebDriver protocol, which is JSON over HTTP. */

import { spawn } from "node:child_process";
import { freePort, until } from "./harness.mjs";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSER = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;
/** A click sooner after another might not be meant, in milliseconds. */
const BETWEEN_CLICKS = 1_800;
/** The name by which WebDriver refers to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A screen that nobody sees, a driver, and a browser that forgets everything when it is closed. */
export async function openWebkit() {
  const port = await freePort();
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "800x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const number = await new Promise((told, failed) => {
    screen.once("error", failed);
    screen.stdout.once("data", (text) => told(String(text).trim()));
  });
  const driver = spawn(DRIVER, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: `:${number}` } });
  let broken = "";
  driver.once("error", (error) => (broken = error.message));
  /** @param {string} method @param {string} path @param {unknown} [body] */
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
    const { value } = /** @type {{ value: any }} */ (await answer.json());
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  await until(async () => {
    if (broken) throw new Error(`${DRIVER}: ${broken}`);
    return ask("GET", "/status").then(() => true, () => false);
  });
  const options = { binary: BROWSER, args: ["--automation"] };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const session = `/session/${sessionId}`;
  return {
    /** @param {string} url */
    open: (url) => ask("POST", `${session}/url`, { url }),
    /** @returns {Promise<string>} */
    url: () => ask("GET", `${session}/url`),
    /** Runs a function in the page and waits for what it promises. @template T @param {() => T} work @returns {Promise<Awaited<T>>} */
    run: (work) => ask("POST", `${session}/execute/sync`, { script: `return (${work})()`, args: [] }),
    /** @param {string} selector what to click: the first that can be seen */
    async click(selector) {
      const found = await ask("POST", `${session}/elements`, { using: "css selector", value: selector });
      for (const { [ELEMENT]: id } of found) {
        if (!(await ask("GET", `${session}/element/${id}/displayed`))) continue;
        const script = "arguments[0].scrollIntoView({ block: 'center' })";
        await ask("POST", `${session}/execute/sync`, { script, args: [{ [ELEMENT]: id }] });
        await new Promise((read) => setTimeout(read, BETWEEN_CLICKS));
        return ask("POST", `${session}/element/${id}/click`, {});
      }
      throw new Error(`${selector} is nowhere to be seen`);
    },
    async close() {
      await ask("DELETE", session).catch(() => {});
      driver.kill();
      screen.kill();
    },
  };
}
