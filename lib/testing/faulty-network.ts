import { connect, createServer, type Socket } from "node:net";
import { administer, createPostgres } from "./databases";

/** A network between the portal and PostgreSQL that does what networks do. */
export type FaultyNetwork = {
  /** The address of a new, migrated database behind it. */
  readonly url: string;
  /** Connections that are open go deaf: nothing arrives, and nothing says so. With `all`, new ones too. */
  forget(options?: { readonly all?: boolean }): void;
  /** Cuts the next connection on which a COMMIT is sent: before it arrives, or before its answer does. With `stayDown`, there is no other. */
  cutAtCommit(when: "before" | "after", options?: { readonly stayDown?: boolean }): void;
  /** From now on all is well for new connections. */
  mend(): void;
  stop(): Promise<void>;
};

type Fault = { readonly when: "before" | "after"; readonly stayDown: boolean };

export async function faultyNetwork(): Promise<FaultyNetwork> {
  const { url, drop } = await createPostgres();
  const server = new URL(url);
  const open = new Set<{ near: Socket; far: Socket; deaf: boolean }>();
  let fault: Fault | null = null;
  let state: "well" | "deaf" | "down" = "well";

  const listener = createServer((near) => {
    if (state === "down") return void near.destroy();
    const far = connect(Number(server.port || 5432), server.hostname);
    const pair = { near, far, deaf: state === "deaf" };
    open.add(pair);
    let isCutting = false;
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on("error", cut).on("close", cut);
    near.on("close", () => open.delete(pair));
    near.on("data", (chunk) => {
      if (pair.deaf) return;
      if (fault && chunk.includes("COMMIT\0")) {
        const { when, stayDown } = fault;
        fault = null;
        if (stayDown) state = "down";
        if (when === "before") return cut();
        isCutting = true;
      }
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (isCutting) return cut();
      if (!pair.deaf) near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const proxied = new URL(url);
  proxied.hostname = "127.0.0.1";
  proxied.port = String(address && typeof address === "object" ? address.port : 0);

  return {
    url: proxied.href,
    forget: ({ all = false } = {}) => {
      for (const pair of open) pair.deaf = true;
      if (all) state = "deaf";
    },
    cutAtCommit: (when, { stayDown = false } = {}) => {
      fault = { when, stayDown };
    },
    mend: () => {
      state = "well";
    },
    stop: async () => {
      for (const { near, far } of open) {
        near.destroy();
        far.destroy();
      }
      await new Promise<void>((resolve) => listener.close(() => resolve()));
      await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${server.pathname.slice(1)}'`);
      await drop();
    },
  };
}
