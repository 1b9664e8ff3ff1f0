import type { ComponentProps } from "react";
import type { PageAddress } from "@/lib/platform/local-path";

export type DocumentLinkProps = Omit<ComponentProps<"a">, "href"> & { readonly href: PageAddress };

/** A plain browser link for a full document load: a file, another tab, a form reset. */
export const DocumentLink = ({ children, ...props }: DocumentLinkProps) => <a {...props}>{children}</a>;
