"use server";

import { defineAction } from "@/lib/actions/define-action";
import { askAgain } from "@/lib/directory/ask-again";
import { requestComparison, retryFailedWrites, retryWrite, type Settled, takeDirectoryValue, writePortalValue } from "@/lib/directory/commands";
import { noInput, reconcileInput, retryInput } from "@/lib/directory/schema";

const PAGES = ["/admin/directory"];

/** Where a second person is asked, to what they are asked. */
const whereSettled = ({ request }: Settled) => (request ? `/admin/users/promotions/${request.id}` : "/admin/directory/drift");

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
  lookUp: (caller, input) => askAgain(caller, "directory.writePortalValue", input),
  run: ({ tx, grant, input, found }) => writePortalValue(tx, grant, input, found),
  next: whereSettled,
});

export const takeDirectoryValueAction = defineAction({
  name: "directory.takeDirectoryValue",
  permission: "Users.Promote",
  input: reconcileInput,
  about: "directory_drift",
  target: "every-entity",
  lookUp: (caller, input) => askAgain(caller, "directory.takeDirectoryValue", input),
  run: ({ tx, grant, input, found }) => takeDirectoryValue(tx, grant, input, found),
  next: whereSettled,
});
