import { PopoverMenu } from "@/components/ui/popover-menu";
import { DEFAULT_COLUMNS, type UserColumn } from "@/lib/domain/people/model";
import { COLUMN_LABELS, columnsOffered } from "./user-columns";

/** Column choice as checkboxes of the filter form, so the address holds it. */
export function ColumnChooser({ chosen = DEFAULT_COLUMNS, everyEntity }: { chosen?: readonly UserColumn[] | undefined; everyEntity: boolean }) {
  return (
    <PopoverMenu id="columns-menu" label="Columns" icon="sliders" align="start" variant="quiet">
      <fieldset key={chosen.join()} className="grid gap-1 p-2">
        <legend className="mb-1 text-sm text-ink-3">Shown beside the name, once applied</legend>
        {columnsOffered(everyEntity).map((column) => (
          <label key={column} htmlFor={`column-${column}`} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              id={`column-${column}`}
              name="columns"
              value={column}
              defaultChecked={chosen.includes(column)}
              className="checkbox size-4 rounded-sm"
            />
            {COLUMN_LABELS[column]}
          </label>
        ))}
      </fieldset>
    </PopoverMenu>
  );
}
