import "server-only";
import { refresh, revalidatePath } from "next/cache";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import type { Access } from "@/lib/platform/authz/decide";
import type { Operation } from "@/lib/platform/operations/operation";
import type { ActionState } from "@/lib/platform/operations/result";
import { keepFlash, pathOf } from "./flash";
import { type Form, submitForm } from "./submit-form";

export type Action<T = unknown> = (previous: ActionState, form: FormData) => Promise<ActionState<T>>;

/** Makes a server action of an operation: submits the form, then tells the browser what to draw anew and where to go. */
export function formAction<A extends Access, I extends z.ZodType, R, T = never, F = undefined>(
  operation: Operation<A, I, R, F>,
  form: Form<I, R, F, T> = {},
): Action<T> {
  return async (_previous, sent) => {
    const from = await headers();
    const { state, done } = await submitForm(operation, form, sent, { visitor: currentVisitor, headers: from });
    if (!done) return state;
    await form.after?.(done.input);
    if (done.flash) keepFlash(await cookies(), { ...done.flash, by: done.by, at: pathOf(done.next || (from.get("referer") ?? "/")) });
    if (done.refreshes) refresh();
    for (const path of form.revalidate ?? []) revalidatePath(path);
    if (done.next) redirect(done.next);
    return state;
  };
}
