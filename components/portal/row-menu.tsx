"use client";

import { useEffect, useState } from "react";
import type { IconName } from "@/components/ui/icon";
import { MenuLink } from "@/components/ui/popover-menu";
import { localPath } from "@/lib/platform/local-path";

/** What can be done with a row, by key; `{id}` in its address stands for the row. */
export type RowAct = { readonly key: string; readonly label: string; readonly icon: IconName; readonly href: string };

const ID = "row-menu";

/** One menu for all rows of a list: the button that opens it says which row it is about, and which of the acts fit. */
export function RowMenu({ acts }: { acts: readonly RowAct[] }) {
  const [row, setRow] = useState<DOMStringMap>({});
  useEffect(() => {
    const choose = ({ target }: MouseEvent) => {
      const button = target instanceof Element && target.closest<HTMLElement>(`[popovertarget=${ID}]`);
      if (button) setRow({ ...button.dataset });
    };
    document.addEventListener("click", choose, true);
    return () => document.removeEventListener("click", choose, true);
  }, []);
  const fitting = row.acts?.split(" ") ?? [];
  return (
    <div id={ID} popover="auto" className="popover min-w-44 rounded-md border border-line-strong bg-raised p-1 text-ink shadow-pop">
      {acts
        .filter(({ key }) => fitting.includes(key))
        .map(({ key, label, icon, href }) => (
          <MenuLink key={key} icon={icon} href={localPath(href.replace("{id}", row.id ?? ""))}>
            {label}
          </MenuLink>
        ))}
    </div>
  );
}
