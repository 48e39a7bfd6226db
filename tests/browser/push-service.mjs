/** A push service on this machine: what Firefox asks of Mozilla's, and where our server sends to. */

import { createServer } from "node:http";
import { WebSocketServer } from "ws";

/**
 * @typedef {{ path: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer }} Sent
 * @typedef {{ messageType: string, channelID?: string, key?: string }} Asked
 */

/** @returns {Promise<{ origin: string, socket: string, sent: Sent[], asked: Asked[], stop: () => void }>} */
export async function startPushService() {
  /** @type {Sent[]} */
  const sent = [];
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Map<string, import("ws").WebSocket>} */
  const browsers = new Map();
  const server = createServer(async (request, answer) => {
    const body = Buffer.concat(await request.toArray());
    const { url: path = "", headers } = request;
    sent.push({ path, headers, body });
    const channelID = path.split("/").pop() ?? "";
    const notification = { messageType: "notification", channelID, version: String(sent.length), ttl: Number(headers.ttl) };
    const data = { data: body.toString("base64url"), headers: { encoding: headers["content-encoding"] } };
    browsers.get(channelID)?.send(JSON.stringify({ ...notification, ...data }));
    answer.writeHead(browsers.has(channelID) ? 201 : 410).end();
  });
  const sockets = new WebSocketServer({ server });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  sockets.on("connection", (socket) =>
    socket.on("message", (text) => {
      /** @type {Asked} */
      const message = JSON.parse(String(text));
      const { messageType, channelID = "" } = message;
      asked.push(message);
      const reply = (/** @type {object} */ more) => socket.send(JSON.stringify({ messageType, status: 200, ...more }));
      if (messageType === "hello") reply({ uaid: "0123456789abcdef0123456789abcdef", use_webpush: true });
      if (messageType === "register") {
        browsers.set(channelID, socket);
        reply({ channelID, pushEndpoint: `${origin}/push/${channelID}` });
      }
      if (messageType === "unregister") {
        browsers.delete(channelID);
        reply({ channelID });
      }
    }),
  );
  const stop = () => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  };
  return { origin, socket: `ws://127.0.0.1:${port}/`, sent, asked, stop };
}
