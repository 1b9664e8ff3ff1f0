import type { Metadata } from "next";
import { STATUS_LABELS } from "@/components/portal/documentation";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { PageBody } from "@/components/portal/page-body";
import { controlClass } from "@/components/ui/field";
import { openPage } from "@/lib/adapters/web/page";
import { matrixQuery } from "@/lib/domain/documentation";
import { DOCUMENTATION_STATES } from "@/lib/domain/documentation/model";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { MatrixGrid } from "./_components/matrix-grid";
import { Sign } from "./_components/matrix-row";
import { MATRIX, Views } from "./_components/views";

export const metadata: Metadata = { title: "Documentation" };

export default async function DocumentationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(matrixQuery.input, await searchParams);
  const matrix = await openPage(matrixQuery, params);
  const filtered = Boolean(params.rows || params.columns);

  return (
    <PageBody
      title="Documentation"
      description="What every two entities record about each other’s ISDA documents. They may trade only when both say that these are in place, and neither is suspended."
    >
      <Views current="matrix" />
      <FilterBar action={MATRIX} search={{ name: "rows", label: "rows by name or code", value: params.rows ?? "" }} clearHref={filtered ? MATRIX : undefined}>
        <input
          key={params.columns ?? ""}
          type="search"
          name="columns"
          defaultValue={params.columns}
          aria-label="Search columns by name or code"
          placeholder="Search columns by name or code"
          className={`${controlClass} h-control max-sm:w-full sm:max-w-64`}
        />
      </FilterBar>
      <Legend />
      {matrix.rows.length > 0 && matrix.columns.length > 0 ? (
        <MatrixGrid {...matrix} />
      ) : filtered ? (
        <EmptyState kind="no-match" title="No entity matches" clearHref={MATRIX} />
      ) : (
        <EmptyState kind="none" title="No entity trades yet">
          Documentation is recorded between two entities.
        </EmptyState>
      )}
      <noscript>
        <p className="text-ink-2">Without JavaScript the matrix shows its first part only. Search for rows and columns, or use the list.</p>
      </noscript>
    </PageBody>
  );
}

const Legend = () => (
  <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-2">
    {DOCUMENTATION_STATES.map((status) => (
      <li key={status} className="flex items-center gap-1.5">
        <Sign status={status} />
        {STATUS_LABELS[status]}
      </li>
    ))}
    <li>In each cell the row’s side comes first, then the column’s. Two ✓ may trade, unless one of them is suspended: those are struck through.</li>
  </ul>
);
