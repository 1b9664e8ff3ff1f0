import type { Metadata } from "next";
import { ActionForm, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { editEntityOperation, entityToChangeQuery } from "@/lib/domain/entities";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { editEntityAction } from "../../actions";

export const metadata: Metadata = { title: "Edit entity" };

export default async function EditEntityPage({ params }: { params: Promise<{ id: string }> }) {
  const entity = await openPage(entityToChangeQuery, await params);
  const href = `/admin/entities/${entity.id}` as const;
  return (
    <PageBody title={`Edit ${entity.shortName}`} back={{ href, label: entity.shortName }}>
      <ActionForm action={editEntityAction} className="grid max-w-prose gap-4">
        <input type="hidden" name="id" value={entity.id} />
        <input type="hidden" name="version" value={entity.version} />
        <FormTextField {...fieldOf(editEntityOperation, "legalName")} label="Legal name" defaultValue={entity.legalName} autoComplete="off" />
        <FormTextField {...fieldOf(editEntityOperation, "shortName")} label="Short name" defaultValue={entity.shortName} autoComplete="off" />
        <p className="text-sm text-ink-3">The code, {entity.code}, is how trades and records name this entity, and stays.</p>
        <SubmitOrCancel cancel={href}>Save changes</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
