"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

const subscribe = (changed: () => void) => {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
};

/** The code travels behind the # of the link, which no server and no log ever sees; without JavaScript it can be pasted. */
export function AcceptForm() {
  const code = useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1),
    () => "",
  );
  return (
    <form action="/api/auth/invitation" method="post" className="grid gap-4">
      {code ? (
        <input type="hidden" name="token" value={code} />
      ) : (
        <TextField name="token" label="Invitation code" required maxLength={100} autoComplete="off" hint="The part of the link behind the # sign." />
      )}
      <Button variant="primary">Continue to sign in</Button>
    </form>
  );
}
