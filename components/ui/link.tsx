import { cx } from "./cx";
import { PageLink, type PageLinkProps } from "./page-link";

export type TextLinkProps = PageLinkProps & {
  /** Underlined only under the pointer: for lists in which everything in a column is a link. */
  quiet?: boolean | undefined;
};

export function TextLink({ quiet, className, ...props }: TextLinkProps) {
  const look = quiet ? "font-medium text-ink hover:text-accent hover:underline" : "text-accent underline decoration-1 hover:decoration-2";
  return <PageLink className={cx("rounded-sm underline-offset-2", look, className)} {...props} />;
}
