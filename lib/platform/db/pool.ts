import { Socket } from "node:net";
import { Pool, type PoolClient, type PoolConfig } from "pg";

/**
 * Milliseconds. A connection silent for SILENT_FOR is pinged before use. DEAF_AFTER ends a connection that stays
 * silent in a transaction; it exceeds every statement limit of the server. Idle connections close before that.
 */
const SILENT_FOR = 500;
const ANSWERS_WITHIN = 2_000;
const DEAF_AFTER = 12_000;
const CLOSED_AFTER = 10_000;

type Callback = Parameters<Pool["connect"]>[0];

/**
 * A pool that survives connections that die silently (a firewall that dropped them, a paused server): they are
 * destroyed and never reused, and after one is found dead, no connection is used that has been silent since. It
 * sets nothing on connect that a pooler in transaction mode refuses: limits go in each transaction's first
 * statement.
 */
export class CheckedPool extends Pool {
  readonly #heard = new WeakMap<PoolClient, number>();
  #deafSince = 0;

  constructor(config: PoolConfig) {
    super({
      ...config,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: CLOSED_AFTER,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      stream: watchedSocket,
    });
    const hear = (client: PoolClient) => this.#heard.set(client, performance.now());
    this.on("connect", hear);
    this.on("release", (error, client) => {
      if (!error) hear(client);
    });
    // An idle connection that ends is not an error: the next request opens another.
    this.on("error", () => {});
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | undefined {
    if (!callback) return this.#checked();
    super.connect(callback);
    return undefined;
  }

  async #checked(): Promise<PoolClient> {
    for (;;) {
      const client = await super.connect();
      const heard = this.#heard.get(client) ?? 0;
      const isSuspect = heard < this.#deafSince;
      if (!isSuspect && (performance.now() - heard < SILENT_FOR || (await answers(client)))) return client;
      if (!isSuspect) this.#deafSince = performance.now();
      client.release(true);
    }
  }
}

/** A socket that is destroyed after too long without traffic. */
function watchedSocket(): Socket {
  const socket = new Socket();
  socket.setTimeout(DEAF_AFTER, () => socket.destroy(Object.assign(new Error("The database has gone silent."), { code: "ETIMEDOUT" })));
  return socket;
}

function answers(client: PoolClient): Promise<boolean> {
  return new Promise((resolve) => {
    // The query sees the error as well; without a listener it would end the process.
    const ignore = () => {};
    const settle = (isThere: boolean) => {
      clearTimeout(timer);
      client.off("error", ignore);
      resolve(isThere);
    };
    const timer = setTimeout(settle, ANSWERS_WITHIN, false);
    client.on("error", ignore);
    client.query("SELECT 1").then(
      () => settle(true),
      () => settle(false),
    );
  });
}
