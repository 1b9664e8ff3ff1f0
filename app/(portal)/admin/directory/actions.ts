"use server";

import { defineAction } from "@/lib/actions/define-action";
import { requestComparison, retryFailedWrites, retryWrite, takeDirectoryValue, writePortalValue } from "@/lib/directory/commands";
import { noInput, reconcileInput, retryInput } from "@/lib/directory/schema";

const PAGES = ["/admin/directory"];

export const retryWriteAction = defineAction({
  name: "directory.retry",
  permission: "Users.Promote",
  input: retryInput,
  about: "directory_write",
  target: "every-entity",
  run: ({ tx, grant, input }) => retryWrite(tx, grant, input),
  revalidate: PAGES,
});

export const retryFailedWritesAction = defineAction({
  name: "directory.retryFailed",
  permission: "Users.Promote",
  input: noInput,
  target: "every-entity",
  run: ({ tx, grant }) => retryFailedWrites(tx, grant),
  revalidate: PAGES,
});

export const requestComparisonAction = defineAction({
  name: "directory.compare",
  permission: "Users.Promote",
  input: noInput,
  target: "every-entity",
  run: ({ tx, grant }) => requestComparison(tx, grant),
  next: () => "/admin/directory/drift",
});

export const writePortalValueAction = defineAction({
  name: "directory.writePortalValue",
  permission: "Users.Promote",
  input: reconcileInput,
  about: "directory_drift",
  target: "every-entity",
  run: ({ tx, grant, input }) => writePortalValue(tx, grant, input),
  next: () => "/admin/directory/drift",
});

export const takeDirectoryValueAction = defineAction({
  name: "directory.takeDirectoryValue",
  permission: "Users.Promote",
  input: reconcileInput,
  about: "directory_drift",
  target: "every-entity",
  run: ({ tx, grant, input }) => takeDirectoryValue(tx, grant, input),
  next: () => "/admin/directory/drift",
});
