"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { controlClass } from "@/components/ui/field";

/** Text to select by hand or copy with one click; may have several lines. */
export function CopyableText({ label, text }: { label: string; text: string }) {
  const id = useId();
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      setSaid("Your browser does not let the portal copy. Select the text and copy it yourself.");
    }
  };
  return (
    <span className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        readOnly
        value={text}
        rows={Math.min(8, text.split("\n").length)}
        spellCheck={false}
        className={`${controlClass} font-mono text-sm wrap-anywhere`}
      />
      <span className="flex flex-wrap items-center gap-2">
        <Button type="button" variant="secondary" icon="copy" onClick={copy}>
          Copy
        </Button>
        <span role="status" className="text-ink-2">
          {said}
        </span>
      </span>
    </span>
  );
}
