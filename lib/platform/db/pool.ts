import { Socket } from "node:net";
import { Pool, type PoolClient, type PoolConfig } from "pg";

/**
 * Milliseconds. A connection that was silent for a while is asked whether it is still there before it is used; one that says nothing
 * in a transaction is given up on after longer than the server allows any statement. Between transactions none stays open that long.
 */
const SILENT_FOR = 500;
const ANSWERS_WITHIN = 2_000;
const DEAF_AFTER = 12_000;
const CLOSED_AFTER = 10_000;

type Callback = Parameters<Pool["connect"]>[0];

/**
 * A pool that survives connections which die without a word (a firewall that forgot them, a paused server): they are destroyed, never
 * handed out again, and once one is found dead no other is used that was not heard of since. Nothing is set when connecting that a
 * pooler in transaction mode refuses: limits belong into each transaction's first statement.
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
    // An idle connection's end is no news: the next request opens another one.
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

/** A socket that is destroyed when nothing has come or gone for too long. */
function watchedSocket(): Socket {
  const socket = new Socket();
  socket.setTimeout(DEAF_AFTER, () => socket.destroy(Object.assign(new Error("The database has gone silent."), { code: "ETIMEDOUT" })));
  return socket;
}

function answers(client: PoolClient): Promise<boolean> {
  return new Promise((resolve) => {
    // Its end is told to the query as well; without a listener it would end the process.
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
