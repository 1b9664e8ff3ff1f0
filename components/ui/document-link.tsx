import type { ComponentProps } from "react";
import type { PageAddress } from "@/lib/platform/local-path";

export type DocumentLinkProps = Omit<ComponentProps<"a">, "href"> & { readonly href: PageAddress };

/** A link that the browser follows by itself, to a document of its own: a file, another tab, a form put back. */
export const DocumentLink = ({ children, ...props }: DocumentLinkProps) => <a {...props}>{children}</a>;
