"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { type SubmitEvent, startTransition, useActionState } from "react";
import type { Action } from "@/lib/adapters/web/form-action";
import { type ActionState, IDLE } from "@/lib/platform/operations/result";

/**
 * Submits a form to a server action and always yields an answer. `post` is the form's `action` for use without scripts. With scripts,
 * `submit` replaces it: a lost answer becomes OUTCOME_UNKNOWN with all input kept, instead of breaking the page. React does not
 * reset a form submitted this way.
 */
export function useSubmission<T>(action: Action<T>) {
  const [posted, post] = useActionState<ActionState<T>, FormData>(action, IDLE);
  const [sent, send, pending] = useActionState<ActionState<T> | null, FormData>(async (_before, form) => {
    try {
      return await action(IDLE, form);
    } catch (error) {
      unstable_rethrow(error);
      return unknownOutcome(form, unstable_isUnrecognizedActionError(error));
    }
  }, null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => send(form));
  };
  return { state: sent ?? posted, post, submit, pending };
}

/** No answer, or one from elsewhere: the network failed, a proxy answered, the process ended, or another version is deployed. */
function unknownOutcome(form: FormData, isFromBefore: boolean): ActionState<never> {
  const next = isFromBefore
    ? "Look first. This page is from before the portal was updated: open it again and send it from there."
    : "Look first, then send it again if it is missing.";
  return {
    status: "failed",
    error: {
      code: "OUTCOME_UNKNOWN",
      message: `No answer came back, so it is not known whether this arrived. What you typed is still here. ${next}`,
      fieldErrors: {},
    },
    values: Object.fromEntries([...form].filter((field): field is [string, string] => typeof field[1] === "string")),
  };
}
