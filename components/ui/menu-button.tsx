"use client";

import type { ComponentProps } from "react";
import { Icon } from "./icon";
import { type ItemLook, itemClass } from "./menu-item";

/** Submits its form and closes the menu. Without scripts the next page renders it closed. */
export function MenuButton({ icon, danger, children, ...props }: ItemLook & Omit<ComponentProps<"button">, "className" | "type" | "onClick">) {
  return (
    <button type="submit" className={itemClass(danger)} onClick={(event) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()} {...props}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
