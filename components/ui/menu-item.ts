import { cx } from "./cx";
import type { IconName } from "./icon-names";

export type ItemLook = { icon?: IconName | undefined; danger?: boolean | undefined };

/** The style of a menu item, link or button. */
export const itemClass = (danger: boolean | undefined) =>
  cx(
    "flex min-h-control-sm w-full items-center gap-2 rounded-sm px-2 py-1 text-left -outline-offset-2 hover:bg-hover disabled:pointer-events-none disabled:opacity-50",
    danger && "text-danger",
  );
