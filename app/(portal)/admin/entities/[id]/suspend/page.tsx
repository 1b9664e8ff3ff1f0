import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { entityToChangeQuery } from "@/lib/domain/entities";
import { suspendEntityAction } from "../../actions";

export const metadata: Metadata = { title: "Suspend entity" };

export default async function SuspendEntityPage({ params }: { params: Promise<{ id: string }> }) {
  const entity = await openPage(entityToChangeQuery, await params);
  const href = `/admin/entities/${entity.id}` as const;
  return (
    <PageBody title={`Suspend ${entity.shortName}`} back={{ href, label: entity.shortName }}>
      <ActionForm action={suspendEntityAction} className="grid max-w-prose gap-4">
        <Notice
          tone="warning"
          title={`${entity.users === 1 ? "1 person" : `${entity.users} people`} of ${entity.shortName} will be refused from their next request on.`}
        >
          Nothing is deleted. Reinstating the entity lets them back in.
        </Notice>
        <input type="hidden" name="id" value={entity.id} />
        <input type="hidden" name="version" value={entity.version} />
        <FormReason />
        <SubmitOrCancel variant="danger" cancel={href}>
          Suspend {entity.shortName}
        </SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
