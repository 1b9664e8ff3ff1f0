import { type Content, type Message, oneLine, render } from "./render";

/**
 * Every message that the portal sends; pure. To add one: a line of parameters in `Params`, and what it says in `TEMPLATES`. Look,
 * greeting and plain text come from `render.ts`. A link carries its secret in the fragment, which no server sees.
 */
type Params = {
  configuration: {
    readonly news: ConfigurationNews;
    readonly base: number;
    readonly proposer: string;
    readonly decider: string;
    readonly reason: string;
    /** Its time of effect; empty for at once. */
    readonly from: string;
    readonly link: string;
  };
  invitation: { readonly entity: string; readonly role: string; readonly sender: string; readonly link: string; readonly expires: string };
  /** To those who can help, and to the requester. */
  support_opened: { readonly subject: string; readonly link: string };
  support_answered: { readonly subject: string; readonly link: string };
  /** To the person, once their role is another. `until` is when it ends automatically. */
  role_changed: {
    readonly role: string;
    readonly entity: string;
    readonly by: string;
    readonly reason: string;
    readonly until: string | null;
    readonly link: string;
  };
  /** To the requester, once it is decided. */
  role_decided: {
    readonly person: string;
    readonly role: string;
    readonly decision: "approved" | "rejected";
    readonly by: string;
    readonly reason: string;
    readonly link: string;
  };
  /** To the requester, when the person changed before anybody decided. */
  role_request_ended: { readonly person: string; readonly role: string; readonly reason: string; readonly link: string };
  /** To the person and the requester, ahead of the end. */
  role_ending: { readonly person: string; readonly role: string; readonly until: string; readonly link: string };
};

/** What can be said of a change of the market's configuration. */
export type ConfigurationNews = "proposed" | "withdrawn" | "approved" | "scheduled" | "rejected" | "applied" | "superseded" | "ended";

const configurationNews: { readonly [N in ConfigurationNews]: (params: Params["configuration"]) => readonly [subject: string, text: string] } = {
  proposed: ({ proposer, base, from }) => [
    `${proposer} proposes a change of the market’s configuration`,
    `${proposer} asks you, or another who may approve, to decide about a change of version ${base}${from && `, to take effect on ${from}`}.`,
  ],
  withdrawn: ({ proposer, base }) => [
    `${proposer} withdrew a change of the configuration`,
    `There is nothing left to decide about the change of version ${base}.`,
  ],
  approved: ({ decider, base }) => [`Your change is in force as version ${base + 1}`, `${decider} approved your change of version ${base}. It is in force.`],
  scheduled: ({ decider, from, base }) => [
    `Your change was approved, for ${from}`,
    `${decider} approved your change of version ${base}. It takes effect on ${from}.`,
  ],
  rejected: ({ decider, base }) => ["Your change of the configuration was rejected", `${decider} rejected your change of version ${base}.`],
  applied: ({ base }) => [`Your change is in force as version ${base + 1}`, `Its time has come: your change of version ${base} is in force.`],
  ended: ({ base }) => ["Your change of the configuration has ended", `Your change of version ${base} is not open any more, and nothing was changed.`],
  superseded: ({ base }) => [
    "Your change of the configuration was superseded",
    `Another change came into force before yours of version ${base}. Its page offers to propose it again on the version that is in force now.`,
  ],
};

const TEMPLATES: { readonly [T in TemplateName]: (params: Params[T]) => Content } = {
  configuration: (params) => {
    const [subject, text] = configurationNews[params.news](params);
    return { subject, paragraphs: [text, `Reason: “${params.reason}”`], action: { label: "Open the proposal", link: params.link } };
  },
  invitation: ({ entity, role, sender, link, expires }) => ({
    subject: `${sender} invites you to ${entity} on Rolebook`,
    paragraphs: [`${sender} invites you to join ${entity} as ${role}.`, "Open the invitation and sign in with the Microsoft account that has this address."],
    action: { label: "Open the invitation", link },
    note: `The link works once, until ${expires}. If you did not expect it, leave it: nothing happens then.`,
  }),
  role_changed: ({ role, entity, by, reason, until, link }) => ({
    subject: `Your role at ${entity} is now ${role}`,
    paragraphs: [
      `${by} made you ${role} of ${entity}${until ? `, until ${until}` : ""}. It acts at once; there is no need to sign in again.`,
      `The reason on record: “${reason}”`,
    ],
    action: { label: "See what you may do", link },
    ...(until ? { note: "After that moment your former role returns automatically." } : {}),
  }),
  role_decided: ({ person, role, decision, by, reason, link }) => ({
    subject: `${decision === "approved" ? "Approved" : "Rejected"}: ${person} as ${role}`,
    paragraphs: [`${by} ${decision} your request that ${person} become ${role}.`, `The reason on record: “${reason}”`],
    action: { label: "Open the request", link },
  }),
  role_request_ended: ({ person, role, reason, link }) => ({
    subject: `Request ended: ${person} as ${role}`,
    paragraphs: [`Your request that ${person} become ${role} ended before anybody decided it. ${reason}`, "If it is still needed, ask again."],
    action: { label: "Open the request", link },
  }),
  role_ending: ({ person, role, until, link }) => ({
    subject: `${person}: the role ${role} ends on ${until}`,
    paragraphs: [`${person} is ${role} until ${until}, and then the former role returns automatically.`, "If it is needed for longer, ask for it before then."],
    action: { label: "Open the portal", link },
  }),
  support_opened: ({ subject, link }) => ({
    subject: `Request: ${subject}`,
    paragraphs: [`There is a new message in the request “${subject}”.`, "Those who can help get this message; one answer is enough."],
    action: { label: "Open the request", link },
  }),
  support_answered: ({ subject, link }) => ({
    subject: `Answer: ${subject}`,
    paragraphs: [`There is an answer to your request “${subject}”.`],
    action: { label: "Read the answer", link },
  }),
};

export type TemplateName = keyof Params;
type LetterOf<T extends TemplateName> = { [K in T]: { readonly template: K; readonly params: Params[K] } }[T];
/** A message to be written: which template, and what goes into it. */
export type Letter = LetterOf<TemplateName>;

const contentOf = <T extends TemplateName>({ template, params }: LetterOf<T>): Content => TEMPLATES[template](params);

/** Writes a message out: subject, plain text and HTML. */
export const compose = (letter: Letter): Message => render(contentOf(letter));

/** A message's subject alone. */
export const subjectOf = (letter: Letter): string => oneLine(contentOf(letter).subject);

/** Whether something unsealed is a message of this version's; another version may have queued one that is not. */
export const isLetter = (value: unknown): value is Letter =>
  typeof value === "object" && value !== null && "template" in value && typeof value.template === "string" && Object.hasOwn(TEMPLATES, value.template);
