"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { discardJobOperation, retryJobOperation } from "@/lib/domain/jobs";

const PAGES = ["/admin/support/jobs"];

export const retryJobAction = formAction(retryJobOperation, { revalidate: PAGES });

export const discardJobAction = formAction(discardJobOperation, { revalidate: PAGES });
