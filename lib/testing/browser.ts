/** A browser as far as HTTP goes: cookies per host and port, redirects one at a time, the Origin header of a form post. */
export class HttpBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Who is signed in, where a test knows: what it posts without a page is drawn for them. */
  person: string | null = null;

  /** What it calls itself goes on the record with everything it does. */
  constructor(
    readonly home: string,
    readonly userAgent = "a browser of the tests",
    /** The address that a trusted proxy says it comes from. */
    readonly address?: string,
  ) {}

  /** One request, without following a redirect. */
  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.home);
    const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
    this.#cookies.set(url.host, jar);
    const headers = new Headers(init.headers);
    if (!headers.has("user-agent")) headers.set("user-agent", this.userAgent);
    if (this.address) headers.set("x-forwarded-for", this.address);
    if (!headers.has("cookie")) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name || value === undefined) continue;
      if (value === "" || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until there is a page. */
  async visit(address: string, init: RequestInit = {}): Promise<{ url: URL; response: Response }> {
    let url = new URL(address, this.home);
    let response = await this.fetch(url.href, init);
    for (let hops = 0; hops < 15; hops++) {
      const location = response.headers.get("location");
      if (!location) return { url, response };
      url = new URL(location, url);
      response = await this.fetch(url.href);
    }
    throw new Error(`Too many redirects, last to ${url}`);
  }

  /** Posts a form as a page of `origin` would. */
  post(address: string, fields: Readonly<Record<string, string>>, origin: string | null = this.home): Promise<Response> {
    return this.fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: origin === null ? {} : { origin } });
  }

  /** The cookies kept for the portal, as a header. */
  cookieHeader(): string {
    return [...(this.#cookies.get(new URL(this.home).host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  setCookie(name: string, value: string): void {
    const { host } = new URL(this.home);
    this.#cookies.set(host, (this.#cookies.get(host) ?? new Map<string, string>()).set(name, value));
  }
}

/** Goes through the directory's own pages up to its answer: an address of the portal, which is not opened yet. */
export async function directoryAnswer(browser: HttpBrowser, oid: string, fields: Readonly<Record<string, string>> = {}): Promise<URL> {
  const begun = await browser.post("/api/auth/signin/azure-ad", fields);
  const picker = await browser.visit(begun.headers.get("location") ?? "/");
  let response = await browser.fetch(picker.url.href, { method: "POST", body: new URLSearchParams({ person: oid }), headers: { origin: picker.url.origin } });
  for (let location = response.headers.get("location"); location; location = response.headers.get("location")) {
    const url = new URL(location, picker.url);
    if (url.origin === browser.home) return url;
    response = await browser.fetch(url.href);
  }
  throw new Error(`The directory did not answer; it said ${response.status}.`);
}

/** Signs a person in through the directory's own pages; returns where that ended. */
export async function signInOverHttp(browser: HttpBrowser, oid: string): Promise<{ url: URL; response: Response }> {
  return browser.visit((await directoryAnswer(browser, oid)).href);
}
