"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { askForAccessOperation, closeRequestOperation, replyOperation } from "@/lib/domain/support";

export const askForAccessAction = formAction(askForAccessOperation, { next: (request) => `/access/requests/${request.id}` });

export const replyAction = formAction(replyOperation, { revalidate: ["/admin/support", "/access/requests"] });

export const closeRequestAction = formAction(closeRequestOperation, { revalidate: ["/admin/support", "/access/requests"] });
