import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failureLog } from "./jobs/failures";
import { log, logConsole } from "./log";

const { write } = process.stderr;
const kept = { ...console };
let text = "";
beforeEach(() => {
  text = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
});
afterEach(() => {
  process.stderr.write = write;
  Object.assign(console, kept);
});
const lines = (): readonly Record<string, unknown>[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe("the log", () => {
  test("the log has one JSON object a line, with an error's code and causes", () => {
    const cause = Object.assign(new Error("refused\nby the host"), { code: "ECONNREFUSED" });
    log.error("test.failed", Object.assign(new Error("No answer", { cause }), { code: "P1001" }), { job: "mail" });
    expect(lines()).toMatchObject([
      { level: "error", event: "test.failed", code: "P1001", message: "No answer", cause: "ECONNREFUSED: refused\nby the host", job: "mail" },
    ]);
  });

  test("the log turns each message of the framework into one line", () => {
    logConsole();
    console.error("⨯", new TypeError("It broke\nhere"));
    console.warn("Careful:\n%s", { a: 1 });
    console.log("Ready");
    expect(lines()).toMatchObject([
      { level: "error", event: "console", message: "It broke\nhere", printed: "⨯" },
      { level: "warn", event: "console", message: 'Careful:\n%s {"a":1}' },
      { level: "info", event: "console", message: "Ready" },
    ]);
  });

  test("the log does not repeat an error that is logged with its request", () => {
    logConsole();
    console.error(Object.assign(new Error("of a page"), { digest: "1" }));
    expect(lines()).toEqual([]);
  });

  test("the log counts a job's failures, and says when it recovers", () => {
    const job = failureLog("mail");
    for (let time = 0; time < 500; time++) job.failed(new Error("no server"));
    job.worked();
    job.worked();
    job.failed(new Error("again"));
    expect(lines().map(({ event, failures }) => [event, failures])).toEqual([
      ["job.failed", 1],
      ["job.recovered", 500],
      ["job.failed", 1],
    ]);
  });
});
