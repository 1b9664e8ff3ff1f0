import { z } from "zod";
import { isPermission } from "@/lib/platform/authz/permissions";
import { choice, cursorParam, listedId, searchText } from "@/lib/platform/lists/params";
import { localPath } from "@/lib/platform/local-path";
import { id, text, version } from "@/lib/platform/operations/input";

export const SUPPORT_STATES = ["open", "answered", "closed"] as const;

export const supportListParams = z.strictObject({
  q: searchText,
  state: choice(SUPPORT_STATES),
  entity: listedId,
  cursor: cursorParam,
});

export type SupportListParams = z.infer<typeof supportListParams>;

const body = (label: string) => text({ min: 10, max: 4_000, label, lines: "several" });
/** The page the person was on: a path of the portal, without anything that could hold a secret. */
const from = z
  .string("An address is text.")
  .max(500, "This is no page of the portal.")
  .refine((value) => value === "/" || (!/[\s#]/.test(value) && localPath(value).length > 1), "This is no page of the portal.")
  .transform(localPath)
  .optional();
/** Sent along by a form, which is not refused for it. */
const page = from.catch(undefined);
const reference = listedId.catch(undefined);
const wish = z.string().refine((name) => name === "panel" || isPermission(name), "This is not a permission of the portal.");
const everyEntity = z.boolean();

export const openRequestInput = z.strictObject({
  kind: z.enum(["question", "problem"], "Choose what this is about."),
  subject: text({ min: 5, max: 120, label: "The subject" }),
  body: body("The description"),
  page,
  reference,
});
export const askForAccessInput = z.strictObject({ access: wish, everyEntity, reason: body("The reason"), page });
export const replyInput = z.strictObject({ id, body: text({ min: 2, max: 4_000, label: "The message", lines: "several" }) });
export const closeRequestInput = z.strictObject({ id, version });

export type OpenRequest = z.infer<typeof openRequestInput>;
export type AskForAccess = z.infer<typeof askForAccessInput>;
export type Reply = z.infer<typeof replyInput>;
export type CloseRequest = z.infer<typeof closeRequestInput>;

/** What an address fills into the access request form. */
export const askParams = z.strictObject({ for: wish.optional(), across: choice(["all"]), from });
/** What an address fills into the problem form. */
export const problemParams = z.strictObject({ from, reference: listedId });
export const ownRequestsParams = z.strictObject({ cursor: cursorParam });
