import type { Metadata } from "next";
import { ActionForm, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { draftSectionQuery } from "@/lib/domain/configuration";
import { fieldsOf, NEW_DRAFT } from "@/lib/domain/configuration/model";
import { SectionFields } from "../../_components/section-fields";
import { editDraftAction } from "../../actions";

export const metadata: Metadata = { title: "Edit your draft" };

const DRAFT = "/admin/configuration/draft";

export default async function EditDraftPage({ params }: { params: Promise<{ section: string }> }) {
  const { view, part } = await openPage(draftSectionQuery, await params);
  return (
    <PageBody title={part.label} description={part.about} back={{ href: DRAFT, label: "Your draft" }}>
      <ActionForm action={editDraftAction} className="grid max-w-3xl gap-4">
        <input type="hidden" name="section" value={part.id} />
        <input type="hidden" name="version" value={view.draft?.version ?? NEW_DRAFT} />
        <SectionFields section={part.id} values={fieldsOf(part.id, view.content)} />
        <SubmitOrCancel cancel={DRAFT}>Save to the draft</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
