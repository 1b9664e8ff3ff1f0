"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/**
 * The code is in the link's fragment (#), which no server or log sees. This form moves it into a POST body and clears it from the
 * address and history. Without JavaScript the user pastes it.
 */
export function AcceptForm() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const open = () => {
      const code = location.hash.slice(1);
      const field = form.current?.elements.namedItem("token");
      if (!code || !(field instanceof HTMLInputElement)) return;
      field.value = code;
      history.replaceState(null, "", location.pathname);
      form.current?.requestSubmit();
    };
    open();
    addEventListener("hashchange", open);
    return () => removeEventListener("hashchange", open);
  }, []);
  return (
    <form ref={form} action="/api/auth/invitation" method="post" className="grid gap-4">
      <TextField
        name="token"
        label="Link or code"
        required
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        hint="The code is the part of the link behind the # sign."
      />
      <Button variant="primary">Open the invitation</Button>
    </form>
  );
}
