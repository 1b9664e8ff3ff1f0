import type { ComponentProps } from "react";
import { cx } from "./cx";
import type { IconName } from "./icon-names";
import sprite from "./icons.svg";

export type { IconName };

const sizes = { xs: "size-3 stroke-[2.5]", sm: "size-3.5 stroke-2", md: "size-4 stroke-[1.75]", lg: "size-5 stroke-[1.5]" } as const;

export type IconProps = { name: IconName; size?: keyof typeof sizes | undefined; className?: string | undefined } & Omit<
  ComponentProps<"svg">,
  "name" | "children"
>;

/**
 * A sign beside a word, never instead of one: hidden from assistive technology. Finer lines as it grows, so that all look alike.
 * The shapes stay in one cached file: as components they would travel twice, as HTML and as JavaScript.
 */
export function Icon({ name, size = "md", className, ...props }: IconProps) {
  return (
    <svg
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={cx("shrink-0", sizes[size], className)}
      {...props}
    >
      <use href={`${sprite.src}#${name}`} />
    </svg>
  );
}
