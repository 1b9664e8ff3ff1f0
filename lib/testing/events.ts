export type Heard = { readonly event: string; readonly data: { readonly kind?: string; readonly state?: string } & Readonly<Record<string, unknown>> };

/** Reads a stream of server-sent events one by one. `next` waits for the next one of that name and gives null at the stream's end. */
export function hearEvents(body: ReadableStream<Uint8Array> | null): { next(name: "session" | "market"): Promise<Heard | null>; stop(): Promise<void> } {
  if (!body) throw new Error("There is nothing to listen to.");
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const next = async (name: string): Promise<Heard | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (event === name && data) return { event, data: JSON.parse(data) };
        continue;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  };
  return { next, stop: () => reader.cancel() };
}
