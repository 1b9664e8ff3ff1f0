import type { Metadata } from "next";
import { ActionForm, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { createEntityOperation, newEntityQuery } from "@/lib/domain/entities";
import { fieldOf } from "@/lib/platform/operations/field-of";
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
        <FormTextField
          {...fieldOf(createEntityOperation, "legalName")}
          label="Legal name"
          hint="As registered, such as Kauri Energy Limited."
          autoComplete="off"
        />
        <FormTextField {...fieldOf(createEntityOperation, "shortName")} label="Short name" hint="The trading label that people see." autoComplete="off" />
        <FormTextField
          {...fieldOf(createEntityOperation, "code")}
          label="Code"
          pattern="[A-Za-z0-9]{2,12}"
          hint="2 to 12 letters and digits. It cannot be changed later."
          autoComplete="off"
        />
        <SubmitOrCancel cancel="/admin/entities">Create entity</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
