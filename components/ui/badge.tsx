import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./icon";
import { type Tone, toneClass, toneIcon } from "./tone";

export type BadgeProps = {
  tone?: Tone | undefined;
  /** Replaces the tone's icon. */
  icon?: IconName | undefined;
  className?: string | undefined;
  children: ReactNode;
};

export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span className={cx("badge", toneClass[tone], className)}>
      <Icon name={icon ?? toneIcon[tone]} size="xs" />
      {children}
    </span>
  );
}
