import type { ComponentProps } from "react";
import { cx } from "./cx";
import type { IconName } from "./icon-names";
import sprite from "./icons.svg";

export type { IconName };

const sizes = { xs: "icon icon-xs", sm: "icon icon-sm", md: "icon", lg: "icon icon-lg" } as const;

export type IconProps = { name: IconName; size?: keyof typeof sizes | undefined; className?: string | undefined } & Omit<
  ComponentProps<"svg">,
  "name" | "children"
>;

/**
 * An icon beside a word, never instead of one, so it is hidden from assistive technology. Strokes get thinner with size to look even.
 * The shapes are in one cached file; components would be sent twice, as HTML and as JavaScript.
 */
export function Icon({ name, size = "md", className, ...props }: IconProps) {
  return (
    <svg aria-hidden="true" className={cx(sizes[size], className)} {...props}>
      <use href={`${sprite.src}#${name}`} />
    </svg>
  );
}
