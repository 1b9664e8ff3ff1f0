import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { requestComparison, retryFailedWrites, retryWrite, takeDirectoryValue, writePortalValue } from "./commands";
import { standingInDirectory } from "./rules";
import { noInput, reconcileInput, retryInput } from "./schema";

export const retryWriteOperation = operation({
  name: "directory.retry",
  permission: "Users.Promote",
  input: retryInput,
  about: "directory_write",
  target: "every-entity",
  run: ({ tx, grant, input }) => retryWrite(tx, grant, input),
});

export const retryFailedWritesOperation = operation({
  name: "directory.retryFailed",
  permission: "Users.Promote",
  input: noInput,
  target: "every-entity",
  run: ({ tx, grant }) => retryFailedWrites(tx, grant),
});

export const requestComparisonOperation = operation({
  name: "directory.compare",
  permission: "Users.Promote",
  input: noInput,
  target: "every-entity",
  run: ({ tx, grant }) => requestComparison(tx, grant),
});

export const writePortalValueOperation = operation({
  name: "directory.writePortalValue",
  permission: "Users.Promote",
  input: reconcileInput,
  about: "directory_drift",
  target: "every-entity",
  run: ({ tx, grant, input, found }) => writePortalValue(tx, grant, input, found),
  asks: standingInDirectory,
});

export const takeDirectoryValueOperation = operation({
  name: "directory.takeDirectoryValue",
  permission: "Users.Promote",
  input: reconcileInput,
  about: "directory_drift",
  target: "every-entity",
  run: ({ tx, grant, input, found }) => takeDirectoryValue(tx, grant, input, found),
  asks: standingInDirectory,
});
