import { createServer, type RequestListener } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unavailable } from "./errors";
import { log } from "./log";
import { answerAsOutage, currentRequestId, identifyRequests } from "./request-context";
import { logRequestError } from "./request-error";

identifyRequests();

let answer: RequestListener = (_request, response) => void response.end();
const server = createServer((request, response) => answer(request, response));
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The log lines written while `work` runs. */
async function linesDuring(work: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe("a request", () => {
  test("a request has its own id in its response and log lines, whatever id the caller sends", async () => {
    answer = async (_request, response) => {
      await new Promise((resolve) => setImmediate(resolve));
      log.info("test.seen", { inside: currentRequestId() });
      response.end();
    };
    const ids: (string | null)[] = [];
    const lines = await linesDuring(async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => fetch(url, { headers: { "x-request-id": "forged" } })));
      for (const response of all) ids.push(response.headers.get("x-request-id"));
    });
    expect(new Set(ids).size).toBe(5);
    expect(lines.map(({ requestId }) => requestId).toSorted()).toEqual(ids.toSorted());
    expect(lines.every(({ requestId, inside }) => requestId === inside)).toBe(true);
  });

  test("a page that meets an outage responds with 503 and Retry-After, whatever status is set", async () => {
    const page = { routePath: "/admin", routeType: "render" };
    answer = (_request, response) => {
      for (let part = 0; part < 3; part++) logRequestError(unavailable(new Error("gone")), { path: "/admin?q=secret", method: "GET" }, page);
      response.statusCode = 500;
      response.end("sorry");
    };
    const lines = await linesDuring(async () => {
      const response = await fetch(url);
      expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([503, "5", "sorry"]);
    });
    expect(lines).toMatchObject([
      { level: "error", event: "request.failed", digest: "UNAVAILABLE", code: "UNAVAILABLE", cause: "gone", path: "/admin", route: "/admin", kind: "render" },
    ]);
  });

  test("a response that has started keeps its status", async () => {
    answer = (_request, response) => {
      response.write("begun");
      answerAsOutage();
      response.end();
    };
    expect((await fetch(url)).status).toBe(200);
  });
});
