import type { Metadata } from "next";
import { ActionForm, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { newEntityQuery } from "@/lib/domain/entities";
import { createEntityAction } from "../actions";

export const metadata: Metadata = { title: "New entity" };

export default async function NewEntityPage() {
  await openPage(newEntityQuery, {});
  return (
    <PageBody
      title="New entity"
      description="It starts active and without users. Invite its first entity admin next."
      back={{ href: "/admin/entities", label: "Entities" }}
    >
      <ActionForm action={createEntityAction} className="grid max-w-prose gap-4">
        <FormTextField name="legalName" label="Legal name" required maxLength={120} hint="As registered, such as Kauri Energy Limited." autoComplete="off" />
        <FormTextField name="shortName" label="Short name" required maxLength={40} hint="The trading label that people see." autoComplete="off" />
        <FormTextField
          name="code"
          label="Code"
          required
          maxLength={12}
          pattern="[A-Za-z0-9]{2,12}"
          hint="2 to 12 letters and digits. It cannot be changed later."
          autoComplete="off"
        />
        <SubmitOrCancel cancel="/admin/entities">Create entity</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
