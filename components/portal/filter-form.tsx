"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, type ReactNode, useCallback, useEffect, useRef, useTransition } from "react";
import type { PagePath } from "@/lib/platform/local-path";

type Values = Readonly<Record<string, string>>;

type Props = {
  action: PagePath;
  /** What is applied, by field: the fields follow it when Back or a removed chip changes it. */
  applied: Values;
  /** What a field says when it says nothing, such as the usual columns: left out of the address. */
  usual?: Values | undefined;
  children: ReactNode;
};

/** A list's filters as a GET form. Choosing applies at once; what is typed waits for Enter. Empty fields are not in the address. */
export function FilterForm({ action, applied, usual, children }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const isDrawn = useRef(false);
  const [isPending, startTransition] = useTransition();

  const apply = useCallback(
    (of: HTMLFormElement) => {
      const query = addressOf(new FormData(of), usual);
      startTransition(() => router.push(query ? `${action}?${query}` : action, { scroll: false }));
    },
    [action, usual, router],
  );

  useEffect(() => {
    // The pending navigation is newer than what is drawn.
    if (isPending || !form.current) return;
    const differing = fieldsOf(form.current, applied).filter(([field, value]) => field.value !== value);
    // Chosen before this script ran: nobody has heard of it yet.
    if (!isDrawn.current && differing.some(([field]) => field instanceof HTMLSelectElement)) apply(form.current);
    else if (isDrawn.current) for (const [field, value] of differing) field.value = value;
    isDrawn.current = true;
  }, [applied, isPending, apply]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  const choose = (event: ChangeEvent<HTMLFormElement>) => {
    if (event.target instanceof HTMLSelectElement) apply(event.currentTarget);
  };

  return (
    <search>
      <form
        ref={form}
        action={action}
        autoComplete="off"
        aria-busy={isPending}
        onSubmit={submit}
        onChange={choose}
        className="flex flex-wrap items-center gap-2"
      >
        {children}
        {isPending && <span aria-hidden="true" className="on-its-way" />}
      </form>
    </search>
  );
}

function fieldsOf(form: HTMLFormElement, applied: Values): readonly (readonly [HTMLSelectElement | HTMLInputElement, string])[] {
  return Object.entries(applied).flatMap(([name, value]) => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLSelectElement || field instanceof HTMLInputElement ? [[field, value] as const] : [];
  });
}

function addressOf(fields: FormData, usual: Values = {}): string {
  const query = new URLSearchParams();
  for (const name of new Set(fields.keys())) {
    const values = fields.getAll(name).filter((value) => typeof value === "string" && value !== "");
    if (values.join() !== usual[name]) for (const value of values) query.append(name, String(value));
  }
  return query.toString();
}
