import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { readTold, type Told } from "@/lib/adapters/web/told";
import { printable } from "@/lib/platform/audit/printable";
import { changeSentence, targetHref } from "./change-sentence";
import { StatusLineNow } from "./status-line-now";

/** Says what the form before this page did, for some seconds, with the way to take it back. Only what is on record or was done. */
export async function StatusLine(): Promise<ReactNode> {
  const visitor = await currentVisitor();
  const told = visitor.kind === "signed-in" ? readTold(await cookies(), visitor.caller.principal.userId) : null;
  return <StatusLineNow told={told && { id: told.id, at: told.at, text: sentenceOf(told), history: historyOf(told), undo: told.undo }} />;
}

function sentenceOf({ text, change, more }: Told): string {
  if (text !== undefined || !change) return printable(text ?? "");
  const { lead, target, tail } = changeSentence(change);
  return `You ${lead}${target && ` ${target}`}${tail}${more > 0 ? `, and ${more} more` : ""}.`;
}

/** The thing's own page, which has its history. */
const historyOf = ({ change }: Told) => (change && targetHref(change)) ?? undefined;
