import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { entityToChangeQuery } from "@/lib/domain/entities";
import { reinstateEntityAction } from "../../actions";

export const metadata: Metadata = { title: "Reinstate entity" };

export default async function ReinstateEntityPage({ params }: { params: Promise<{ id: string }> }) {
  const entity = await openPage(entityToChangeQuery, await params);
  const href = `/admin/entities/${entity.id}` as const;
  return (
    <PageBody title={`Reinstate ${entity.shortName}`} back={{ href, label: entity.shortName }}>
      <ActionForm action={reinstateEntityAction} className="grid max-w-prose gap-4">
        <Notice
          title={`${entity.activeUsers === 1 ? "1 active person" : `${entity.activeUsers} active people`} of ${entity.shortName} can sign in again at once.`}
        >
          {entity.statusReason && <>It was suspended for this reason: “{entity.statusReason}”</>}
        </Notice>
        <input type="hidden" name="id" value={entity.id} />
        <input type="hidden" name="version" value={entity.version} />
        <FormReason />
        <SubmitOrCancel cancel={href}>Reinstate {entity.shortName}</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
