import "server-only";
import type { cookies } from "next/headers";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { cookieNames, cookieOptions } from "@/lib/platform/sessions/cookies";

/** Seconds for which a page says what was just done, and for which it can be undone by one press. */
export const FLASH_SECONDS = 10;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const change = z.strictObject({
  action: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  targetLabel: z.string(),
  changes: z.record(z.string(), z.strictObject({ from: value, to: value })),
});
const undo = z.strictObject({ form: z.string(), fields: z.record(z.string(), z.string()) });
const flash = z.strictObject({ text: z.string().optional(), change: change.optional(), more: z.number(), undo: undo.optional() });
const kept = flash.extend({ id: z.string(), by: z.string(), at: z.string() });

/** The fields of the form, by its name, that takes back what was done. */
export type Undo = z.infer<typeof undo>;
/** What a form did, as recorded: a text where nothing is on record, otherwise its first change and how many more there were. */
export type Flash = z.infer<typeof flash>;
/** The same, of one person, for the page at this path. */
export type KeptFlash = z.infer<typeof kept>;

/** Values longer than this are in no sentence, and a cookie is small. */
const LONGEST = 200;
const MOST_FIELDS = 8;

/** What is to be said of these changes; null where there is nothing. */
export function flashOf({ text, undo: back }: { text: string | undefined; undo: Undo | null | undefined }, changes: readonly ChangeEvent[]): Flash | null {
  const [first, ...others] = changes;
  if (!first && text === undefined) return null;
  return {
    ...(text === undefined ? {} : { text }),
    ...(first ? { change: briefly(first) } : {}),
    more: others.filter(({ action }) => action === first?.action).length,
    ...(back ? { undo: back } : {}),
  };
}

const briefly = ({ action, target, changes }: ChangeEvent): Flash["change"] => ({
  action,
  targetType: target.type,
  targetId: target.id,
  targetLabel: target.label.slice(0, LONGEST),
  changes: Object.fromEntries(
    Object.entries(changes)
      .filter(([, { from, to }]) => String(from).length + String(to).length <= LONGEST)
      .slice(0, MOST_FIELDS),
  ),
});

/** The reason on record where a change that asks for one is taken back. */
export const UNDONE = "Taken back a moment later.";

type FormFields = Readonly<Record<string, string | number | null>>;

/** The form that takes a change back: its fields as they were sent, or as they were before, where the record says that they changed. */
export const backTo = (form: string, fields: FormFields, [change]: readonly ChangeEvent[]): Undo => ({
  form,
  fields: Object.fromEntries(Object.entries(fields).map(([name, sent]) => [name, String((change?.changes[name] ? change.changes[name].from : sent) ?? "")])),
});

/** The path of an address, of this portal or of a `Referer`. */
export const pathOf = (address: string): string => (URL.canParse(address, "http://portal.invalid") ? new URL(address, "http://portal.invalid").pathname : "/");

type Jar = Awaited<ReturnType<typeof cookies>>;

/** Keeps what was done in this browser for the page that is drawn next. Too long for a cookie, it is not said. */
export function keepFlash(jar: Jar, what: Flash & { readonly by: string; readonly at: string }): void {
  const text = Buffer.from(JSON.stringify({ ...what, id: uuidv7() })).toString("base64url");
  if (text.length <= 3_500) jar.set(cookieNames.flash(), text, { ...cookieOptions(), maxAge: FLASH_SECONDS });
}

/** What this person just did. A cookie may hold anything: whatever is not of this shape is nothing. */
export function readFlash(jar: Pick<Jar, "get">, userId: string): KeptFlash | null {
  const sent = jar.get(cookieNames.flash())?.value;
  if (!sent) return null;
  const read = kept.safeParse(parsed(Buffer.from(sent, "base64url").toString()));
  return read.success && read.data.by === userId ? read.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
