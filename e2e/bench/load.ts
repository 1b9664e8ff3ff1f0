import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { performance } from "node:perf_hooks";

/** A page and the process that serves it. */
export type Page = { readonly url: string; readonly cookie: string; readonly pid: number };

/** A page under load: requests per second, and latency and CPU time per request in milliseconds. */
export type Load = { readonly perSecond: number; readonly latencies: readonly number[]; readonly busy: number };

/**
 * Requests a page over `connections` keep-alive connections, back to back. Throws on the first answer that is not 200 or fails
 * `isWhole`.
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

/** A process's CPU time so far on all threads, in hundredths of a second, from Linux's accounting. NaN elsewhere. */
function busyMilliseconds(pid: number): number {
  try {
    const [, afterName = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = afterName.split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}

/** A plain request: `fetch` costs CPU time that would distort the figures. */
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
