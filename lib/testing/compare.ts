import { directoryComparison } from "@/lib/adapters/entra/compare";
import { runQueue } from "@/lib/platform/jobs/queue/run";

/** Carries out a comparison with the directory that was asked for. */
export const compareWithDirectory = (): Promise<void> => runQueue([directoryComparison]);
