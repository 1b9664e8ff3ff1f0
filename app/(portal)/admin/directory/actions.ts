"use server";

import { askAgain } from "@/lib/adapters/entra/ask-again";
import { formAction } from "@/lib/adapters/web/form-action";
import {
  requestComparisonOperation,
  retryFailedWritesOperation,
  retryWriteOperation,
  type Settled,
  takeDirectoryValueOperation,
  writePortalValueOperation,
} from "@/lib/domain/directory";

const PAGES = ["/admin/directory"];

/** When a second person must decide, the form opens their request. */
const whereSettled = ({ request }: Settled) => (request ? `/admin/users/promotions/${request.id}` : "/admin/directory/drift");

export const retryWriteAction = formAction(retryWriteOperation, { revalidate: PAGES });

export const retryFailedWritesAction = formAction(retryFailedWritesOperation, { revalidate: PAGES });

export const requestComparisonAction = formAction(requestComparisonOperation, { next: () => "/admin/directory/drift" });

export const writePortalValueAction = formAction(writePortalValueOperation, {
  lookUp: (caller, input) => askAgain(caller, "directory.writePortalValue", input),
  next: whereSettled,
});

export const takeDirectoryValueAction = formAction(takeDirectoryValueOperation, {
  lookUp: (caller, input) => askAgain(caller, "directory.takeDirectoryValue", input),
  next: whereSettled,
});
