"use client";

import { usePathname } from "next/navigation";
import { use, useEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/link";
import { toneClass, toneIcon } from "@/components/ui/tone";
import type { PagePath } from "@/lib/platform/local-path";
import { Form, SubmitButton } from "./form";
import { UndoForms } from "./undo-forms";

/** The form that takes it back, and for how many seconds it is offered. */
type UndoProps = { readonly form: string; readonly fields: Readonly<Record<string, string>>; readonly seconds: number };
type Flash = {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly history: PagePath | undefined;
  readonly undo: UndoProps | undefined;
};

/** What was said and left behind: the browser's Back would say it again. */
const said = new Set<string>();

/** Takes the focus, and stays until the person goes elsewhere, though the page behind it is drawn anew. */
export function StatusMessage({ flash }: { flash: Flash | null }) {
  const path = usePathname();
  const [shown, setShown] = useState(flash);
  if (flash && flash.id !== shown?.id) setShown(flash);
  const line = useRef<HTMLDivElement>(null);
  const mine = useRef<string>(undefined);
  const id = shown?.id;
  useEffect(() => {
    if (!id || mine.current === id) return;
    if (said.has(id)) return setShown(null);
    said.add(id);
    mine.current = id;
    line.current?.focus();
  }, [id]);
  return (
    <div role="status">
      {shown && shown.at === path && (
        <div ref={line} tabIndex={-1} className={cx("mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-sm border px-3 py-1", toneClass.positive)}>
          <p className="flex min-h-control-sm min-w-0 items-center gap-2 wrap-anywhere">
            <Icon name={toneIcon.positive} />
            {shown.text}
          </p>
          {shown.undo && <Undo key={shown.id} {...shown.undo} />}
          {shown.history && shown.history !== path && <TextLink href={shown.history}>History</TextLink>}
        </div>
      )}
    </div>
  );
}

/** Offered for some seconds, and for as long as the focus is on it. */
function Undo({ form, fields, seconds }: UndoProps) {
  const { actions, drawnFor } = use(UndoForms);
  const [over, setOver] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!place.current?.contains(document.activeElement)) setOver(true);
    }, seconds * 1_000);
    return () => clearInterval(timer);
  }, [seconds]);
  const action = actions[form];
  if (!action || over) return null;
  return (
    <div ref={place}>
      <Form action={action}>
        {drawnFor}
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SubmitButton variant="quiet" size="sm" icon="undo">
          Undo
        </SubmitButton>
      </Form>
    </div>
  );
}
