import { readFileSync } from "node:fs";
import { DRAWN_FOR } from "@/lib/platform/operations/input";
import type { HttpBrowser } from "./browser";

/** Server actions over plain HTTP: posted by their id, as a script would, or by the fields of a page's form, as without JavaScript. */

export type BuiltAction = { readonly id: string; readonly file: string; readonly exportedName: string };

/** Every action that the production build answers to. */
export function builtActions(): readonly BuiltAction[] {
  const manifest: { node: Record<string, { filename: string; exportedName: string }>; edge: object } = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  );
  if (Object.keys(manifest.edge).length > 0) throw new Error("There are actions for a runtime that nothing here starts.");
  return Object.entries(manifest.node).map(([id, { filename, exportedName }]) => ({ id, file: filename, exportedName }));
}

export type Answer = {
  readonly status: number;
  /** What the action came to: done, an error's code, or null where it never ran or its answer is not a form's state. */
  readonly outcome: string | null;
  /** Where it sent the browser. */
  readonly next: string | null;
  readonly body: string;
};

export type Call = { readonly path: string; readonly id: string; readonly headers?: Readonly<Record<string, string>> };

/** Posts fields to an action by its id, encoded as React does for `(previousState, form)`. */
export function callAction(browser: HttpBrowser, call: Call, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...drawnFor(browser), ...fields })) body.append(`_1_${name}`, value);
  body.append("0", '[{"status":"idle"},"$K1"]');
  return callActionRaw(browser, call, body);
}

/** The field that names the person a form was drawn for. */
export const drawnFor = ({ person }: HttpBrowser): Record<string, string> => (person ? { [DRAWN_FOR]: person } : {});

/** Posts anything at all to an action by its id. A header set to nothing is left out. */
export async function callActionRaw(browser: HttpBrowser, { path, id, headers = {} }: Call, body: FormData | string): Promise<Answer> {
  const all = { origin: browser.home, accept: "text/x-component", "next-action": id, ...headers };
  const response = await browser.fetch(path, { method: "POST", body, headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")) });
  const text = await response.text();
  return { status: response.status, outcome: outcomeOf(text), next: response.headers.get("x-action-redirect"), body: text };
}

/** Reads the state out of the answer's Flight rows: row 0 names the row that holds what the action returned. */
function outcomeOf(flight: string): string | null {
  const [, row] = /^0:\{"a":"\$@([0-9a-f]+)"/m.exec(flight) ?? [];
  // A row of text before it ends where its length says, not with a line.
  const start = flight.indexOf(`${row}:{"status":"`);
  if (row === undefined || start < 0) return null;
  const state: { status: string; error?: { code: string } } = JSON.parse(
    flight
      .slice(start + row.length + 1)
      .split("\n", 1)
      .join(""),
  );
  return state.error?.code ?? state.status;
}

export type ScrapedForm = { readonly actionId: string; readonly fields: Readonly<Record<string, string>> };

/** The forms of a page that post to a server action, with everything hidden in them. */
export function actionForms(html: string): readonly ScrapedForm[] {
  return [...html.matchAll(/<form[^>]*>.*?<\/form>/gs)].flatMap(([form]) => {
    const fields: Record<string, string> = {};
    for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const name = attribute(input, "name");
      if (name) fields[name] = attribute(input, "value");
    }
    const [, actionId] = /"id":"([0-9a-f]{42})"/.exec(Object.values(fields).join("\n")) ?? [];
    return actionId ? [{ actionId, fields }] : [];
  });
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Posts a scraped form to a path, as a browser without JavaScript does. The page that answers shows the error's code. */
export async function postForm(browser: HttpBrowser, path: string, fields: Readonly<Record<string, string>>, userAgent: string): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await browser.fetch(path, { method: "POST", body, headers: { origin: browser.home, "user-agent": userAgent } });
  const html = await response.text();
  return { status: response.status, outcome: /Code (?:<!-- -->)?([A-Z_]+)/.exec(html)?.[1] ?? null, next: response.headers.get("location"), body: html };
}
