import { cx } from "./cx";
import { PageLink, type PageLinkProps } from "./page-link";

export type TextLinkProps = PageLinkProps & {
  /** Underlined on hover only, for columns made up of links. */
  quiet?: boolean | undefined;
};

export function TextLink({ quiet, className, ...props }: TextLinkProps) {
  const look = quiet ? "font-medium text-ink hover:text-accent hover:underline" : "text-accent underline decoration-1 hover:decoration-2";
  return <PageLink className={cx("rounded-sm underline-offset-2", look, className)} {...props} />;
}
