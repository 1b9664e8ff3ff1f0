import type { Instrumentation } from "next";

/** Next calls this once when a server process starts. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next fills this in when it builds, to leave the other runtime's code out.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ endWithOwnerAddress }, { startJobs }, { logConsole }, { identifyRequests }] = await Promise.all([
    import("@/lib/jobs/owner-address"),
    import("@/lib/jobs/start"),
    import("@/lib/log"),
    import("@/lib/request-context"),
  ]);
  endWithOwnerAddress();
  logConsole();
  identifyRequests();
  startJobs();
}

/** Next calls this with whatever a page, an action or a route throws. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // biome-ignore lint/style/noProcessEnv: as above.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("@/lib/request-error");
  logRequestError(error, request, context);
};
