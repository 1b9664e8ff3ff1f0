import type { Instrumentation } from "next";

/** Next calls this once when a server process starts. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next fills this in when it builds, to leave the other runtime's code out.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ JOBS }, { endWithOwnerAddress }, { startJobs }, { logConsole }, { identifyRequests }] = await Promise.all([
    import("@/lib/composition"),
    import("@/lib/platform/jobs/owner-address"),
    import("@/lib/platform/jobs/start"),
    import("@/lib/platform/log"),
    import("@/lib/platform/request-context"),
  ]);
  endWithOwnerAddress();
  logConsole();
  identifyRequests();
  startJobs(JOBS);
}

/** Next calls this with whatever a page, an action or a route throws. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // biome-ignore lint/style/noProcessEnv: as above.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("@/lib/platform/request-error");
  logRequestError(error, request, context);
};
