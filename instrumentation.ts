/** Next calls this once when a server process starts. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next fills this in when it builds, to leave the other runtime's code out.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { assertNoOwnerAddress } = await import("@/lib/env");
  assertNoOwnerAddress();
  const { startJobs } = await import("@/lib/jobs/start");
  startJobs();
}
