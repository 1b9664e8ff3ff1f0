"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { requeueMailOperation } from "@/lib/domain/mail";

export const requeueMailAction = formAction(requeueMailOperation, { next: (_, { id }) => `/admin/support/outbox/${id}` });
