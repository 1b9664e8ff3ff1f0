import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { performance } from "node:perf_hooks";

/** A page, and the process that answers for it. */
export type Page = { readonly url: string; readonly cookie: string; readonly pid: number };

/** What a page did under load: how many requests it answered per second, and how long each took and kept its process busy, in milliseconds. */
export type Load = { readonly perSecond: number; readonly latencies: readonly number[]; readonly busy: number };

/**
 * Asks for a page over `connections` kept-alive connections, each with its next request as soon as the last is answered.
 * Throws at the first answer that is not 200 or that `isWhole` does not accept.
 */
export async function load(page: Page, options: { connections: number; milliseconds: number; isWhole: (body: string) => boolean }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  const start = performance.now();
  const busyBefore = busyMilliseconds(page.pid);
  const connection = async () => {
    while (performance.now() - start < options.milliseconds) {
      const asked = performance.now();
      const { status, body } = await request(page, agent);
      latencies.push(performance.now() - asked);
      if (status !== 200 || !options.isWhole(body)) throw new Error(`${page.url} answered ${status}:\n${body.slice(0, 2_000)}`);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection)).finally(() => agent.destroy());
  const perSecond = (latencies.length * 1_000) / (performance.now() - start);
  return { perSecond, latencies, busy: (busyMilliseconds(page.pid) - busyBefore) / latencies.length };
}

/** How long a process has been at work so far, on all its threads, as Linux counts it: in hundredths of a second. NaN elsewhere. */
function busyMilliseconds(pid: number): number {
  try {
    const [, afterName = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = afterName.split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}

/** A plain request without the client machinery of `fetch`, which would take from what it measures. */
const request = ({ url, cookie }: Page, agent: Agent) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = get(url, { agent, headers: { cookie } }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.once("end", () => resolve({ status: response.statusCode, body }));
      response.once("error", reject);
    });
    sent.once("error", reject);
  });
