import type { ComponentProps } from "react";
import { cx } from "./cx";

export function Code({ className, ...props }: ComponentProps<"code">) {
  return <code className={cx("rounded-sm bg-sunken px-1 py-0.5 font-mono text-sm break-words text-ink-2", className)} {...props} />;
}
