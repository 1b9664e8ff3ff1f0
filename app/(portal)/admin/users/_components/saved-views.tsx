import { ActionForm, FormTextField, SubmitButton } from "@/components/portal/action-form";
import { Button } from "@/components/ui/button";
import { MenuLink, MenuSeparator, PopoverMenu } from "@/components/ui/popover-menu";
import type { View } from "@/lib/domain/people";
import { saveViewOperation } from "@/lib/domain/people";
import { listHref } from "@/lib/platform/lists/params";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { deleteViewAction, saveViewAction } from "../actions";

/** The user's saved lists, and a form to save the current one. */
export function SavedViews({ query, views }: { query: Readonly<Record<string, string | undefined>>; views: readonly View[] }) {
  return (
    <PopoverMenu id="views-menu" label="Views">
      {views.length === 0 && <p className="max-w-64 px-2.5 py-1.5 text-ink-3">Save this list (filters, order and columns) to come back to it.</p>}
      {views.map((view) => (
        <div key={view.id} className="flex items-center gap-1">
          <div className="min-w-0 flex-1">
            <MenuLink href={`/admin/users?${view.query}`}>{view.name}</MenuLink>
          </div>
          <ActionForm action={deleteViewAction}>
            <input type="hidden" name="id" value={view.id} />
            <Button variant="quiet" size="sm" icon="trash" aria-label={`Delete the view ${view.name}`} />
          </ActionForm>
        </div>
      ))}
      <MenuSeparator />
      <ActionForm action={saveViewAction} className="grid w-64 gap-2 p-2">
        <input type="hidden" name="query" value={listHref("", query).slice(1)} />
        <FormTextField {...fieldOf(saveViewOperation, "name")} id="view-name" label="Save this list as" autoComplete="off" />
        <SubmitButton variant="secondary">Save view</SubmitButton>
      </ActionForm>
    </PopoverMenu>
  );
}
