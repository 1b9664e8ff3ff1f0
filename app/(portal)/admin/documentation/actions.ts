"use server";

import { backTo } from "@/lib/adapters/web/flash";
import { formAction } from "@/lib/adapters/web/form-action";
import { setDirectionOperation, setManyDirectionsOperation } from "@/lib/domain/documentation";
import { readTicked } from "@/lib/domain/documentation/model";

export const setDirectionAction = formAction(setDirectionOperation, {
  next: (_, { owner, counterparty }) => `/admin/documentation/${owner}_${counterparty}`,
  undo: (_, { version, ...sent }, changes) => backTo("documentation.set", { ...sent, version: version + 1 }, changes),
});

export const setManyDirectionsAction = formAction(setManyDirectionsOperation, { decode: readTicked, revalidate: ["/admin/documentation/list"] });
