import type { Adapter, AdapterPayload } from "oidc-provider";

type Entry = { payload: AdapterPayload; expiresAt: number };

/** Stores the provider's grants in memory until they expire. A restart clears them. */
export class MemoryAdapter implements Adapter {
  readonly #entries = new Map<string, Entry>();
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn = Number.POSITIVE_INFINITY): Promise<void> {
    this.#removeWhere((entry) => entry.expiresAt <= Date.now());
    this.#entries.set(id, { payload, expiresAt: Date.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    // Never find a session, so every sign-in shows the list of people.
    if (this.#kind === "Session") return undefined;
    const entry = this.#entries.get(id);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.#removeWhere(({ payload }) => payload.grantId === grantId);
  }

  #removeWhere(matches: (entry: Entry) => boolean): void {
    for (const [id, entry] of this.#entries) if (matches(entry)) this.#entries.delete(id);
  }
}
