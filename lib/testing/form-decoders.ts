import { readApproval, readProposal, readSectionForm } from "@/lib/domain/configuration/model";
import { readTicked } from "@/lib/domain/documentation/model";
import { readCheckedList, readInvitation, readList } from "@/lib/domain/invitations/model";
import { readBulk } from "@/lib/domain/people/model";
import { readRoleChange } from "@/lib/domain/roles/model";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import type { AnyOperation } from "./operations";

/** How each form that does not follow its operation's schema is read; a test holds it to the forms themselves. */
export const DECODERS: Readonly<Record<string, (fields: Fields) => unknown>> = {
  "assignments.change": readRoleChange,
  "assignments.request": readRoleChange,
  "configuration.approve": readApproval,
  "configuration.editDraft": readSectionForm,
  "configuration.propose": readProposal,
  "documentation.setMany": readTicked,
  "invitations.check": readList,
  "invitations.send": readInvitation,
  "invitations.sendList": readCheckedList,
  "users.startBulk": readBulk,
};

/** What an operation takes, from the fields that its form sends. */
export const inputOf = ({ name, input }: AnyOperation, fields: Fields): unknown => DECODERS[name]?.(fields) ?? decodeFields(input, fields);
