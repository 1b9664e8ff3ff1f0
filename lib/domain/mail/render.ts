/** How every message looks, in plain text and in HTML; pure. */

/** What a message says. */
export type Content = {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly link: string };
  /** Small print below. */
  readonly note?: string;
};

export type Message = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same HTML for a page of the portal, whose policy takes styles only with this nonce. */
  readonly preview: (nonce: string) => string;
};

const SIGNATURE = "Rolebook, the admin portal of the Aotearoa Energy Exchange";

// Mail programs drop style sheets at will, so each element carries its own style; the sheet only turns the lights off.
const LIGHT = {
  page: "margin:0;padding:24px 12px;background:#f6f7f9;color:#14181f;font:15px/24px -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif",
  card: "max-width:520px;margin:0 auto;padding:28px 28px 20px;background:#ffffff;border:1px solid #cfd5dc;border-radius:8px",
  brand: "margin:0 0 20px;font-weight:600;font-size:17px;color:#1d4fb8",
  text: "margin:0 0 16px",
  button: "display:inline-block;margin:4px 0 20px;padding:10px 18px;background:#2456c0;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none",
  note: "margin:0 0 16px;font-size:13px;line-height:20px;color:#414a57;overflow-wrap:anywhere",
  foot: "margin:20px 0 0;padding-top:16px;border-top:1px solid #e4e7eb;font-size:12px;line-height:18px;color:#5c6673",
} as const;

const DARK: Partial<Record<Part, string>> = {
  page: "background:#0d1014;color:#e8ebef",
  card: "background:#14181d;border-color:#3a424d",
  brand: "color:#8ab2ff",
  button: "background:#2f63d1",
  note: "color:#b6bec9",
  foot: "color:#939dab;border-color:#252b33",
};

type Part = keyof typeof LIGHT;

export const render = (content: Content): Message => ({
  subject: oneLine(content.subject),
  text: plain(content),
  html: page(content, { part: (name) => `class="${name}" style="${LIGHT[name]}"`, sheet: `<style>${dark(" !important")}</style>` }),
  preview: (nonce) => page(content, { part: (name) => `class="${name}"`, sheet: `<style nonce="${escaped(nonce)}">${rules(LIGHT)}${dark("")}</style>` }),
});

const rules = (look: Partial<Record<Part, string>>) =>
  Object.entries(look)
    .map(([name, style]) => `.${name}{${style}}`)
    .join("");
const dark = (weight: string) =>
  `@media (prefers-color-scheme:dark){${Object.entries(DARK)
    .map(([name, style]) => `.${name}{${style.replaceAll(";", `${weight};`)}${weight}}`)
    .join("")}}`;

function plain({ paragraphs, action, note }: Content): string {
  const parts = [...paragraphs.map(oneLine), ...(action ? [`${action.label}:\n${action.link}`] : []), ...(note ? [note] : []), `-- \n${SIGNATURE}`];
  return `${parts.join("\n\n")}\n`;
}

function page({ subject, paragraphs, action, note }: Content, { part, sheet }: { part: (name: Part) => string; sheet: string }): string {
  const link = action && escaped(action.link);
  return `<!doctype html>
<html lang="en-NZ"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${escaped(oneLine(subject))}</title>${sheet}</head>
<body ${part("page")}><div ${part("card")}>
<p ${part("brand")}>Rolebook</p>
${paragraphs.map((text) => `<p ${part("text")}>${escaped(text)}</p>`).join("\n")}
${action ? `<a ${part("button")} href="${link}">${escaped(action.label)}</a>\n<p ${part("note")}>Or copy this into a browser:<br>${link}</p>` : ""}
${note ? `<p ${part("note")}>${escaped(note)}</p>` : ""}
<p ${part("foot")}>${SIGNATURE}</p>
</div></body></html>
`;
}

/** Names are other people's text: neither a second header line nor markup may come of them. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
