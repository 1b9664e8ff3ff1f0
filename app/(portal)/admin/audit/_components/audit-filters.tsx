import type { FilterSelect } from "@/components/portal/filter-bar";
import { controlClass } from "@/components/ui/field";
import { TextLink } from "@/components/ui/link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { EntityName } from "@/lib/domain/entities";
import { ACCESSES, type AuditListParams } from "@/lib/platform/audit/list";
import type { Actor } from "@/lib/platform/audit/queries";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";
import { KIND_LABELS, permissionLabel } from "./words";

export const AUDIT_PATH = "/admin/audit";

export type AuditHref = (change: { readonly [key in keyof AuditListParams]?: string | null }) => PageAddress;

const any = (label: string) => ({ value: "", label });
const PERMISSIONS = [any("Any permission"), ...ACCESSES.map((access) => ({ value: access, label: permissionLabel(access) }))];
const OUTCOMES = [any("Any outcome"), { value: "grant", label: "Granted" }, { value: "deny", label: "Refused" }];
const KINDS = [any("Any kind"), ...Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }))];
const PURPOSES = [
  any("Used or tried"),
  { value: "all", label: "Used, tried or only shown" },
  { value: "visibility", label: "Only shown" },
  { value: "access", label: "Only accesses" },
];

export function auditSelects(params: AuditListParams, entities: readonly EntityName[]): readonly FilterSelect[] {
  const select = (name: "permission" | "outcome" | "kind" | "purpose", label: string, options: typeof OUTCOMES) => ({
    name,
    label,
    value: params[name] ?? "",
    options,
  });
  return [
    select("permission", "Permission", PERMISSIONS),
    select("outcome", "Outcome", OUTCOMES),
    select("kind", "Kind", KINDS),
    select("purpose", "Purpose", PURPOSES),
    {
      name: "entity",
      label: "Target entity",
      value: params.entity ?? "",
      options: [any("Any entity"), ...entities.map(({ id, shortName }) => ({ value: id, label: shortName }))],
    },
  ];
}

export const Range = ({ params, zone }: { params: AuditListParams; zone: string }) => (
  <div className="flex flex-wrap gap-2 max-sm:w-full">
    <Minute name="from" label="From" value={params.from} zone={zone} />
    <Minute name="to" label="To" value={params.to} zone={zone} />
  </div>
);

function Minute({ name, label, value = "", zone }: { name: "from" | "to"; label: string; value: string | undefined; zone: string }) {
  return (
    <label className="flex items-center gap-2 text-ink-2 max-sm:w-full">
      <span className="max-sm:w-10">
        {label}
        <VisuallyHidden>, time in {zone}</VisuallyHidden>
      </span>
      <input
        key={value}
        type="datetime-local"
        name={name}
        defaultValue={value}
        min="2000-01-01T00:00"
        max="2999-12-31T23:59"
        className={`${controlClass} h-control`}
      />
    </label>
  );
}

/** People found by the search. Choosing one narrows the log to what they did and what was done to them. */
export function PeopleFound({ people, href }: { people: readonly Actor[]; href: AuditHref }) {
  if (people.length === 0) return null;
  return (
    <nav aria-label="People found" className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="text-ink-3">Show all by or about</span>
      {people.map(({ id, displayName, role, entity }) => (
        <span key={id}>
          <TextLink href={href({ person: id, q: null })} className="inline-flex min-h-6 items-center">
            <bdi>{displayName}</bdi>
          </TextLink>{" "}
          <span className="text-ink-3">
            {roleLabel(role)}, {entity.shortName}
          </span>
        </span>
      ))}
    </nav>
  );
}
