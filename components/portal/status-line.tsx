import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { FLASH_SECONDS, type Flash, readFlash } from "@/lib/adapters/web/flash";
import { printable } from "@/lib/platform/audit/printable";
import { changeSentence, targetHref } from "./change-sentence";
import { StatusMessage } from "./status-message";

/** Says what the form before this page did, for some seconds, with the way to take it back. Only what is on record or was done. */
export async function StatusLine(): Promise<ReactNode> {
  const visitor = await currentVisitor();
  const flash = visitor.kind === "signed-in" ? readFlash(await cookies(), visitor.caller.principal.userId) : null;
  return (
    <StatusMessage
      flash={
        flash && {
          id: flash.id,
          at: flash.at,
          text: sentenceOf(flash),
          history: historyOf(flash),
          undo: flash.undo && { ...flash.undo, seconds: FLASH_SECONDS },
        }
      }
    />
  );
}

function sentenceOf({ text, change, more }: Flash): string {
  if (text !== undefined || !change) return printable(text ?? "");
  const { lead, target, tail } = changeSentence(change);
  return `You ${lead}${target && ` ${target}`}${tail}${more > 0 ? `, and ${more} more` : ""}.`;
}

/** The thing's own page, which has its history. */
const historyOf = ({ change }: Flash) => (change && targetHref(change)) ?? undefined;
