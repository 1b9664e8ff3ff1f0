import { Button } from "@/components/ui/button";
import { MenuLink, MenuSeparator, PopoverMenu } from "@/components/ui/popover-menu";
import type { View } from "@/lib/domain/people";
import { ALL_MATCHING } from "@/lib/domain/people/model";
import { listHref } from "@/lib/platform/lists/params";
import { SavedViews } from "./saved-views";
import { SELECTION } from "./user-columns";

type Query = Readonly<Record<string, string | undefined>>;

/** Actions on the current list. */
export function ListTools({ query, ids, views, mayManage }: { query: Query; ids: readonly string[]; views: readonly View[]; mayManage: boolean }) {
  const { columns: _, ...shown } = query;
  const file = (format: string) => listHref("/admin/users/export", { ...shown, format });
  return (
    <>
      {mayManage && ids.length > 0 && <Several query={shown} ids={ids} />}
      <SavedViews query={query} views={views} />
      <PopoverMenu id="export-menu" label="Export" icon="download">
        <p className="max-w-64 px-2.5 py-1.5 text-sm text-ink-3">Everyone who matches the filters, on every page. Each export is recorded.</p>
        <MenuLink icon="file-text" href={file("csv")} download>
          CSV, for spreadsheets
        </MenuLink>
        <MenuLink icon="file-text" href={file("jsonl")} download>
          JSON Lines
        </MenuLink>
      </PopoverMenu>
    </>
  );
}

/** Who a bulk change covers: the ticked users, this page, or everyone who matches. */
function Several({ query, ids }: { query: Query; ids: readonly string[] }) {
  const { sort: _, direction: __, ...filters } = query;
  const these = new URLSearchParams([["chosen", "page"], ...ids.map((id) => ["ids", id])]);
  return (
    <PopoverMenu id="several-menu" label="Change several" icon="users">
      <form id={SELECTION} action="/admin/users/bulk" className="grid p-1">
        <input type="hidden" name="chosen" value="ticked" />
        <Button variant="secondary">Those ticked</Button>
      </form>
      <MenuSeparator />
      <MenuLink href={`/admin/users/bulk?${these}`}>{ids.length === 1 ? "This one" : `These ${ids.length}`} on the page</MenuLink>
      <MenuLink href={listHref("/admin/users/bulk", { ...filters, ...ALL_MATCHING })}>All who match the list</MenuLink>
    </PopoverMenu>
  );
}
