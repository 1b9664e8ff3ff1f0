import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { cx } from "./cx";
import { DocumentLink, type DocumentLinkProps } from "./document-link";
import { Icon } from "./icon";
import { type ItemLook, itemClass } from "./menu-item";

export { MenuButton } from "./menu-button";

export type PopoverMenuProps = Omit<ButtonProps, "id" | "type" | "popoverTarget" | "children"> & {
  /** Unique on the page, including its layouts. */
  id: string;
  /** The button's text. Without it, the button is an icon and needs an `aria-label`. */
  label?: ReactNode;
  /** Which edge of the button the menu lines up with. */
  align?: "start" | "end" | undefined;
  children: ReactNode;
};

/** A button and its menu. The browser opens, closes and positions it without a script. */
export function PopoverMenu({ id, label, align = "end", children, ...button }: PopoverMenuProps) {
  return (
    <>
      <Button type="button" popoverTarget={id} {...button}>
        {label == null ? undefined : (
          <>
            {label}
            <Icon name="chevron-down" size="sm" className="-mr-1 text-ink-3" />
          </>
        )}
      </Button>
      <div
        id={id}
        popover="auto"
        className={cx("popover min-w-48 rounded-md border border-line-strong bg-raised p-1 text-ink shadow-pop", align === "start" && "popover-start")}
      >
        {children}
      </div>
    </>
  );
}

/** A full page load on purpose: client-side navigation would leave the menu open. */
export function MenuLink({ icon, danger, children, ...props }: ItemLook & Omit<DocumentLinkProps, "className">) {
  return (
    <DocumentLink className={itemClass(danger)} {...props}>
      {icon && <Icon name={icon} />}
      {children}
    </DocumentLink>
  );
}

export const MenuSeparator = () => <hr className="-mx-1 my-1 border-line" />;
