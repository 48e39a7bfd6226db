/** Proves that the checks find what they look for: one planted fault per page. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPhone } from "./harness.mjs";
import { crawl, faultsOfScreen, shapeOf } from "./screens.mjs";

const STYLE = `
  :root { color-scheme: light dark; font: 18px sans-serif; background: Canvas; color: CanvasText }
  main a, button { display: flex; min-height: 48px; align-items: center }
  p a { display: inline }
`;

/** @param {{ body?: string, lang?: string, style?: string }} parts */
function page({ body = "", lang = "it", style = "" }) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Prova</title>
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>${STYLE}${style}</style>
    </head><body><main><h1>Prova</h1>${body}</main></body></html>`;
}

/** @type {Record<string, string>} */
const PAGES = {
  "/sound": page({ body: `<a href="/sound/two">Due</a><p>Leggi <a href="/sound">qui</a> di più.</p>` }),
  "/sound/two": page({ body: `<a href="/lot/1">1</a><a href="/lot/2">2</a><a href="/lot/3">3</a><a href="/file">F</a>` }),
  "/lot/1": page({}),
  "/lot/2": page({}),
  "/lot/3": page({}),
  "/two-headings": page({ body: "<h1>Altra</h1>" }),
  "/wrong-language": page({ lang: "en" }),
  "/too-wide": page({ body: `<div class="wide">x</div>`, style: ".wide { width: 400px }" }),
  "/too-wide-at-320": page({ body: `<div class="wide">x</div>`, style: ".wide { width: 340px }" }),
  "/low-target": page({ body: `<button class="low">Vai</button>`, style: ".low.low { min-height: 0; height: 40px }" }),
  "/no-name": page({ body: "<button></button>", style: "button { width: 100px }" }),
  "/pale": page({ body: `<p class="pale">Pallido</p>`, style: ".pale { color: #bbb; background: #fff }" }),
  "/pale-in-the-dark": page({
    body: `<p class="pale">Pallido</p>`,
    style: "@media (prefers-color-scheme: dark) { .pale { color: #444; background: #000 } }",
  }),
  "/blocked-script": page({ body: "<script>document.title = 'no'</script>" }),
  "/broken-script": page({ body: `<script nonce="planted">nowhere()</script>` }),
  "/console-error": page({ body: `<script nonce="planted">console.error("oh")</script>` }),
  "/missing-picture": page({ body: `<img src="/nowhere.png" alt="Niente">` }),
  "/dead-link": page({ body: `<a href="/nowhere">Niente</a>` }),
};

describe("the checks of a screen", () => {
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./harness.mjs").Phone} */
  let phone;
  let origin = "";
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const html = PAGES[path];
    if (path === "/file") return response.setHeader("content-type", "text/csv").end("a,b\n");
    response.statusCode = html ? 200 : 404;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader(
      "content-security-policy",
      "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'nonce-planted'",
    );
    response.end(html);
  });

  before(async () => {
    await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
    const address = server.address();
    origin = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
    browser = await openBrowser();
    phone = await openPhone(browser);
  });
  after(async () => {
    await browser?.close();
    server.close();
  });

  /** @param {string} path */
  async function faultsAt(path) {
    await phone.open(origin + path);
    return faultsOfScreen(phone, "it");
  }

  test("find nothing on a sound page", async () => {
    assert.deepEqual(await faultsAt("/sound"), []);
  });

  /** @type {[string, RegExp][]} */
  const planted = [
    ["/two-headings", /^2 h1 elements/],
    ["/wrong-language", /^lang="en" on a page in it/],
    ["/too-wide", /^scrolls sideways at 360 px \(4\d\d px\): <div class="wide">/],
    ["/too-wide-at-320", /^scrolls sideways at 320 px/],
    ["/low-target", /^target 40 px high: <button/],
    ["/no-name", /^axe button-name \(1\)/],
    ["/pale", /^axe color-contrast \(1\)/],
    ["/pale-in-the-dark", /^dark: axe color-contrast \(1\)/],
    ["/blocked-script", /^CSP: script-src-elem blocked inline/],
    ["/broken-script", /^page: nowhere is not defined/],
    ["/console-error", /^console: oh/],
    ["/missing-picture", /^response: .*\/nowhere.png 404/],
  ];
  for (const [path, fault] of planted) {
    test(`find the fault of ${path}`, async () => {
      const found = await faultsAt(path);
      assert.ok(found.some((each) => fault.test(each)), `found only ${JSON.stringify(found)}`);
    });
  }

  test("find the fault of a narrow phone on that phone only", async () => {
    const found = await faultsAt("/too-wide-at-320");
    assert.ok(!found.some((each) => each.includes("at 360 px")), JSON.stringify(found));
  });

  test("follow links, two of each shape, and do not show files", async () => {
    /** @type {string[]} */
    const visited = [];
    await crawl(phone, `${origin}/sound`, async (url) => void visited.push(new URL(url).pathname));
    assert.deepEqual(visited, ["/sound", "/sound/two", "/lot/1", "/lot/2"]);
  });

  test("stop at a link that leads nowhere", async () => {
    await assert.rejects(
      crawl(phone, `${origin}/dead-link`, async () => {}),
      /leads to .*\/nowhere, which answers 404/,
    );
    phone.takeFaults();
  });

  test("count taps, not keys", async () => {
    await phone.open(`${origin}/sound`);
    const before = phone.taps;
    await phone.tap("text=Due");
    await phone.page.waitForURL("**/sound/two");
    assert.equal(phone.taps - before, 1);
    await assert.rejects(phone.tap("a"), /strict mode/);
  });

  test("see one shape in addresses that differ by id or value", () => {
    assert.equal(shapeOf("http://a/lots/018f-77?day=1"), shapeOf("http://a/lots/2?day=2"));
    assert.notEqual(shapeOf("http://a/lots/2"), shapeOf("http://a/sites/2"));
    assert.notEqual(shapeOf("http://a/lots?day=1"), shapeOf("http://a/lots"));
  });
});
