import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";
import { type Tone, toneClass, toneIcon } from "./tone";

export type NoticeProps = {
  tone?: Tone | undefined;
  title: string;
  /** `alert` interrupts; by default only danger does. */
  role?: "status" | "alert" | undefined;
  className?: string | undefined;
  children?: ReactNode;
};

export function Notice({ tone = "info", title, role = tone === "danger" ? "alert" : "status", className, children }: NoticeProps) {
  return (
    <div role={role} className={cx("flex gap-2 rounded-sm border px-3 py-2", toneClass[tone], className)}>
      <Icon name={toneIcon[tone]} className="mt-0.5" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {children && <div className="text-ink-2">{children}</div>}
      </div>
    </div>
  );
}
