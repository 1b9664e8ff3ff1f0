import type { IncomingMessage } from "node:http";
import type { Provider } from "oidc-provider";
import { SessionNotFound } from "oidc-provider/lib/helpers/errors.js";
import { messagePage, pagePolicy, pickerPage } from "./pages";
import type { DirectoryStore } from "./store";

/** The pages for people: choosing a person, and signing out. */

export type SignInOptions = {
  store: DirectoryStore;
  peopleNote?: string | undefined;
  portalUrl: string;
};

type Middleware = Parameters<Provider["use"]>[0];
type Context = Parameters<Middleware>[0];

export const signInPath = (uid: string): string => `/sign-in/${uid}`;

export const LOGOUT_PATH = "/logout";

export const afterLogout = (portalUrl: string): string => `${portalUrl}/sign-in`;

/** Answers with a page that browsers must not cache or frame. */
function sendPage(ctx: Context, page: string, portalUrl: string): void {
  ctx.set({
    "Cache-Control": "no-store",
    "Content-Security-Policy": pagePolicy(new URL(portalUrl).origin),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  ctx.type = "html";
  ctx.body = page;
}

/** Answers with a heading and a sentence; the status is the caller's. */
export const sendMessage = (ctx: Context, title: string, message: string, portalUrl: string): void =>
  sendPage(ctx, messagePage(title, message, portalUrl), portalUrl);

/** The directory's own pages, in front of the provider's routes. */
export function signInPages(provider: Provider, options: SignInOptions): Middleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(LOGOUT_PATH)) return leave(ctx, options.portalUrl);
    if (!ctx.path.startsWith(signInPath(""))) return next();
    try {
      await (ctx.method === "POST" ? choose(ctx, provider, options) : offer(ctx, provider, options));
    } catch (error) {
      if (!(error instanceof SessionNotFound)) throw error;
      ctx.status = 400;
      sendMessage(ctx, "This sign-in is over", "It was finished in another tab, or it has expired. Start again from the portal.", options.portalUrl);
    }
  };
}

async function offer(ctx: Context, provider: Provider, { store, peopleNote, portalUrl }: SignInOptions): Promise<void> {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const search = new URLSearchParams(ctx.querystring).get("find") ?? "";
  const hint = typeof params.login_hint === "string" ? params.login_hint : "";
  sendPage(ctx, pickerPage({ people: store.people(), note: peopleNote, hint: hint.trim(), search: search.trim() }), portalUrl);
}

async function choose(ctx: Context, provider: Provider, { store, portalUrl }: SignInOptions): Promise<void> {
  const form = await readForm(ctx.req);
  const person = store.find(form.get("person") ?? "");
  if (!person && !form.has("cancel")) {
    ctx.status = 400;
    return sendMessage(ctx, "Nobody was chosen", "Go back and choose one of the people listed.", portalUrl);
  }
  if (person) store.use(person);
  const result = person
    ? { login: { accountId: person.oid, remember: false }, select_account: {} }
    : { error: "access_denied", error_description: "The sign-in was left without choosing a person." };
  ctx.status = 303;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
}

/** There is no session, so signing out only redirects to the registered address. */
function leave(ctx: Context, portalUrl: string): void {
  const query = new URLSearchParams(ctx.querystring);
  const state = query.get("state");
  const target = afterLogout(portalUrl);
  if (query.get("post_logout_redirect_uri") === target) {
    ctx.status = 303;
    ctx.redirect(state === null ? target : `${target}?${new URLSearchParams({ state })}`);
  } else {
    sendMessage(ctx, "You are signed out", "The local directory remembers nobody.", portalUrl);
  }
}

const LONGEST_FORM = 8_192;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LONGEST_FORM) return new URLSearchParams();
  }
  return new URLSearchParams(text);
}
