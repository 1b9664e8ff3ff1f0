"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { openRequestOperation } from "@/lib/domain/support";

export const openRequestAction = formAction(openRequestOperation, { next: (request) => `/admin/support/${request.id}` });
