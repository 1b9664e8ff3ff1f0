"use server";

import { backTo } from "@/lib/adapters/web/flash";
import { formAction } from "@/lib/adapters/web/form-action";
import { setOwnSideOperation } from "@/lib/domain/documentation";

export const setOwnSideAction = formAction(setOwnSideOperation, {
  next: (_, { counterparty }) => `/credit/documentation/${counterparty}`,
  undo: (_, { version, ...sent }, changes) => backTo("documentation.setOwn", { ...sent, version: version + 1 }, changes),
});
