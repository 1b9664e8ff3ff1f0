import { Agent, get } from "node:http";
import { performance } from "node:perf_hooks";

export type Page = { readonly url: string; readonly cookie: string };

/** What a page did under load: how many requests it answered per second, and how long each took, in milliseconds. */
export type Load = { readonly perSecond: number; readonly latencies: readonly number[] };

/**
 * Asks for a page over `connections` kept-alive connections, each with its next request as soon as the last is answered.
 * Throws at the first answer that is not 200 or that `isWhole` does not accept.
 */
export async function load(page: Page, options: { connections: number; milliseconds: number; isWhole: (body: string) => boolean }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  const start = performance.now();
  const connection = async () => {
    while (performance.now() - start < options.milliseconds) {
      const asked = performance.now();
      const { status, body } = await request(page, agent);
      latencies.push(performance.now() - asked);
      if (status !== 200 || !options.isWhole(body)) throw new Error(`${page.url} answered ${status}:\n${body.slice(0, 2_000)}`);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection)).finally(() => agent.destroy());
  return { perSecond: (latencies.length * 1_000) / (performance.now() - start), latencies };
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
