import type { ComponentProps } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./icon";
import { PageLink, type PageLinkProps } from "./page-link";

const variants = {
  primary: "border-transparent bg-solid text-on-solid hover:bg-solid-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover",
  quiet: "border-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-solid text-on-solid hover:bg-danger-solid-hover",
} as const;

const sizes = {
  sm: { text: "h-control-sm px-2 text-sm", icon: "size-control-sm" },
  md: { text: "h-control px-3 text-base", icon: "size-control" },
} as const;

type Look = {
  variant?: keyof typeof variants | undefined;
  size?: keyof typeof sizes | undefined;
  /** Before the text. Without text, give the button an `aria-label`. */
  icon?: IconName | undefined;
};

const buttonClass = ({ variant = "secondary", size = "md" }: Look, hasText: boolean, className: string | undefined) =>
  cx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm border font-medium whitespace-nowrap select-none print:hidden",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50",
    variants[variant],
    hasText ? sizes[size].text : sizes[size].icon,
    className,
  );

export type ButtonProps = Look & ComponentProps<"button">;

/** Submits its form unless `type` says otherwise. */
export function Button({ variant, size, icon, type = "submit", className, children, ...props }: ButtonProps) {
  return (
    <button type={type} className={buttonClass({ variant, size }, children != null, className)} {...props}>
      {icon && <Icon name={icon} size={size === "sm" ? "sm" : "md"} />}
      {children}
    </button>
  );
}

export type LinkButtonProps = Look & PageLinkProps;

export function LinkButton({ variant, size, icon, className, children, ...props }: LinkButtonProps) {
  return (
    <PageLink className={buttonClass({ variant, size }, children != null, className)} {...props}>
      {icon && <Icon name={icon} size={size === "sm" ? "sm" : "md"} />}
      {children}
    </PageLink>
  );
}
