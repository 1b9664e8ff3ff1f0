"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { setOwnSideOperation } from "@/lib/domain/documentation";

export const setOwnSideAction = formAction(setOwnSideOperation, { next: (_, { counterparty }) => `/credit/documentation/${counterparty}` });
