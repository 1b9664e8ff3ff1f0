import type { Server as HttpServer, RequestListener } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { portProblem } from "@/lib/adapters/entra/errors";

type Server = HttpServer | HttpsServer;

export type Listener = {
  port: number;
  /** Replaces the request handler. */
  answerWith(handler: RequestListener): void;
  /** Resolves once the port is free again. */
  close(): Promise<void>;
};

/**
 * Listens on this machine only, at both addresses of `localhost`; port 0 takes any free port.
 * Throws `PortInUse`, naming `variable`.
 */
export async function listenOnLoopback(makeServer: () => Server, port: number, variable: string, attempts = 10): Promise<Listener> {
  const first = makeServer();
  const bound = await listen(first, "127.0.0.1", port, variable);
  const servers = [first];
  try {
    const second = makeServer();
    await listen(second, "::1", bound, variable);
    servers.push(second);
  } catch (error) {
    // Without IPv6, `localhost` has one address.
    if (!hasCode(error, "EADDRNOTAVAIL", "EAFNOSUPPORT")) {
      await close(first);
      // A port free at the first address may be taken at the second. With port 0, try another.
      if (port === 0 && attempts > 1) return listenOnLoopback(makeServer, port, variable, attempts - 1);
      throw error;
    }
  }
  return {
    port: bound,
    answerWith: (handler) => servers.forEach((server) => void server.on("request", handler)),
    close: async () => void (await Promise.all(servers.map(close))),
  };
}

function listen(server: Server, host: string, port: number, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(portProblem(error, port, variable)));
    server.listen({ host, port, ipv6Only: true }, () => resolve(portOf(server)));
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

const hasCode = (error: unknown, ...codes: string[]): boolean => error instanceof Error && "code" in error && codes.includes(String(error.code));

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
