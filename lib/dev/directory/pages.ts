import { createHash } from "node:crypto";
import type { LocalPerson } from "@/lib/adapters/entra/local-tenant";
import { type Html, html } from "./html";
import { STYLES } from "./styles";

/** The local directory's pages: plain HTML that works without scripts. */

const styleHash = createHash("sha256").update(STYLES).digest("base64");

/** No scripts and no external resources. Browsers apply `form-action` to the redirect back to the portal too. */
export const pagePolicy = (portalOrigin: string): string =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; form-action 'self' ${portalOrigin}; base-uri 'none'; frame-ancestors 'none'`;

/** Above this number, people are grouped under collapsed headings, with a search field. */
const FEW = 24;

export type Picker = {
  people: readonly LocalPerson[];
  /** An extra sentence about the people. */
  note: string | undefined;
  /** The expected person's sign-in name or id; their button gets the focus. */
  hint: string;
  /** The search text; empty lists everyone. */
  search: string;
};

/** The list of people, with a sign-in button each. */
export function pickerPage(picker: Picker): string {
  const found = picker.people.filter((person) => mentions(person, picker.search));
  const first = found.filter((person) => person.featured);
  const others = found.filter((person) => !person.featured);
  const body = html`
    <h1>Choose who to sign in as</h1>
    <p class="lead">One click signs you in. No password is asked for, because nobody here is real.</p>
    <p class="note">
      <strong>This is the local directory.</strong> It stands in for Microsoft Entra ID on this computer, for trying out and tests only.
      ${picker.note}
    </p>
    ${picker.people.length > FEW && searchForm(picker.search)}
    <form method="post">
      ${picker.search !== "" && html`<p class="lead" role="status">${numberOfPeople(found.length)} found</p>`}
      ${first.length > 0 && html`<h2>Start here</h2>${personList(first, picker.hint)}`}
      ${others.length > 0 && html`<h2>${first.length > 0 ? "Everyone else" : "People"}</h2>${groups(others, picker)}`}
      <p class="leave"><button class="plain" name="cancel" value="cancel">Go back without signing in</button></p>
    </form>`;
  return page("Choose who to sign in as", body);
}

const searchForm = (search: string): Html => html`
  <form class="find" role="search">
    <label>Find a person <input type="search" name="find" value="${search}" autocomplete="off"></label>
    <button class="plain">Find</button>
  </form>`;

function groups(people: readonly LocalPerson[], { hint, search }: Picker): Html[] {
  const byGroup = new Map<string, LocalPerson[]>();
  for (const person of people) {
    const name = person.group ?? "No entity";
    byGroup.set(name, [...(byGroup.get(name) ?? []), person]);
  }
  const open = people.length <= FEW || search !== "";
  return [...byGroup].map(([name, members]) => {
    const expected = members.some((person) => isExpected(person, hint));
    return html`
      <details${(open || expected) && html` open`}>
        <summary><h3>${name}</h3> <span class="count">${numberOfPeople(members.length)}</span></summary>
        ${personList(members, hint)}
      </details>`;
  });
}

const personList = (people: readonly LocalPerson[], hint: string): Html =>
  html`<ul>${people.map((person) => html`<li>${personButton(person, hint)}</li>`)}</ul>`;

const personButton = (person: LocalPerson, hint: string): Html => html`
  <button class="person" name="person" value="${person.oid}"${isExpected(person, hint) && html` autofocus`}>
    <span class="initials" aria-hidden="true">${initials(person.displayName)}</span>
    <span class="about">
      <span class="name">${person.displayName}</span> <span>${person.about}</span> <span class="sign-in-name">${breakable(person.userName)}</span>
    </span>
  </button>`;

/** Wraps a long sign-in name before its domain. */
const breakable = (userName: string): Html[] => userName.split(/(?=@)/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);

/** Any other page: a heading, a sentence and a link to the portal. */
export const messagePage = (title: string, message: string, portalUrl: string): string =>
  page(title, html`<h1>${title}</h1><p class="lead">${message}</p><p class="leave"><a href="${portalUrl}">Go to the portal</a></p>`);

function page(title: string, body: Html): string {
  const document = html`<!doctype html>
<html lang="en-NZ">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Rolebook local directory</title>
  <link rel="icon" href="data:,">
  <style>`;
  const rest = html`</style>
</head>
<body>
  <header class="bar">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 4.5A1.5 1.5 0 0 1 6.5 3H19v18H6.5A1.5 1.5 0 0 1 5 19.5zM5 18.5A1.5 1.5 0 0 1 6.5 17H19M9.5 10l2 2 3.5-4"/></svg>
    Rolebook <span class="tag">Local directory</span>
  </header>
  <main>${body}</main>
</body>
</html>
`;
  // Insert the style sheet unchanged, as its hash must match the policy.
  return document.text + STYLES + rest.text;
}

const mentions = ({ displayName, userName, about, group }: LocalPerson, search: string): boolean =>
  [displayName, userName, about, group ?? ""].join("\n").toLowerCase().includes(search.toLowerCase());

const isExpected = ({ oid, userName }: LocalPerson, hint: string): boolean => hint !== "" && [oid, userName.toLowerCase()].includes(hint.toLowerCase());

const initials = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")].at(0) ?? "")
    .join("")
    .toUpperCase();
};

const numberOfPeople = (count: number): string => (count === 1 ? "1 person" : `${count} people`);
