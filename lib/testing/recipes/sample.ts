/** The files of a small domain, as somebody would write them by the recipes: a board of notices for each entity. */

export const MODEL = `
/// What an entity tells its own people.
model Notice {
  id        String   @id @default(uuid(7)) @db.Uuid
  entityId  String   @map("entity_id") @db.Uuid
  body      String
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)

  entity Entity @relation(fields: [entityId], references: [id], onDelete: Restrict)

  @@index([entityId, createdAt, id])
  @@map("notice")
}
`;

export const SCHEMA = `import { z } from "zod";
import { cursorParam } from "@/lib/platform/lists/params";
import { text } from "@/lib/platform/operations/input";

export const postNoticeInput = z.strictObject({ body: text({ min: 2, max: 400, label: "The notice" }) });
export const noticeListParams = z.strictObject({ cursor: cursorParam });

export type PostNotice = z.infer<typeof postNoticeInput>;
export type NoticeListParams = z.infer<typeof noticeListParams>;
`;

export const AUDIT_EVENTS = `import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Notice } from "@/lib/platform/db/types";

export const noticePosted = (notice: Notice): ChangeEvent => ({
  action: "notice.posted",
  target: { type: "notice", id: notice.id, label: notice.body, entityId: notice.entityId },
  changes: changesOf(null, notice, ["body"]),
});
`;

export const COMMANDS = `import "server-only";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Notice } from "@/lib/platform/db/types";
import { noticePosted } from "./audit-events";
import type { PostNotice } from "./schema";

/** Posts a notice for the people of the own entity. */
export async function postNotice(tx: ScopedTx, grant: Grant<"Entity.Notify">, { body }: PostNotice): Promise<Notice> {
  const notice = await tx.notice.create({ data: { entityId: grant.principal.entity.id, body } });
  record(tx, grant, noticePosted(notice));
  return notice;
}
`;

export const OPERATIONS = `import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { postNotice } from "./commands";
import { postNoticeInput } from "./schema";

export const postNoticeOperation = operation({
  name: "notices.post",
  permission: "Entity.Notify",
  input: postNoticeInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => postNotice(tx, grant, input),
});
`;

export const INDEX = `import "server-only";

/** The server side of this domain that other folders may use. */

export { postNoticeOperation } from "./operations";
`;

export const ACTIONS = `"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { postNoticeOperation } from "@/lib/domain/notices";

export const postNoticeAction = formAction(postNoticeOperation, { revalidate: ["/admin/notices"] });
`;

export const READ = `import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Notice } from "@/lib/platform/db/types";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { NoticeListParams } from "./schema";

const NEWEST_FIRST: Order<"createdAt"> = { field: "createdAt", direction: "desc" };

/** One page of the notices within the grant, the newest first. */
export async function listNotices(tx: ScopedTx, grant: Grant<"Entity.Notify">, params: NoticeListParams): Promise<Page<Notice>> {
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const found = await tx.notice.findMany({ where: { AND: [...scopeOf(tx, grant).where, ...where] }, orderBy, take });
  return keysetPage(found, cursor, ({ createdAt }) => createdAt);
}
`;

export const QUERIES = `import "server-only";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { query } from "@/lib/platform/operations/query";
import { listNotices } from "./list";
import { noticeListParams } from "./schema";

export const noticeListQuery = query({
  name: "notices.list",
  ...doorOf("notices"),
  input: noticeListParams,
  read: ({ tx, grant, input }) => listNotices(tx, grant, input),
});
`;

export const PAGE = `import type { Metadata } from "next";
import { ActionForm, FormTextField, SubmitButton } from "@/components/portal/action-form";
import type { Column } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { noticeListQuery, postNoticeOperation } from "@/lib/domain/notices";
import { preferences } from "@/lib/domain/preferences";
import type { Notice } from "@/lib/platform/db/types";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { postNoticeAction } from "./actions";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(noticeListQuery.input, await searchParams);
  const { rows, next, previous } = await openPage(noticeListQuery, params);
  const { zone } = await preferences();
  return (
    <ListPage
      title="Notices"
      path="/admin/notices"
      params={params}
      page={{ rows, next, previous }}
      of="notices"
      rowKey={(notice) => notice.id}
      columns={columns(zone)}
      none={<EmptyState kind="none" title="Nothing is posted yet" />}
      noMatch="No notice matches"
    >
      <ActionForm action={postNoticeAction} className="grid max-w-prose gap-4">
        <FormTextField {...fieldOf(postNoticeOperation, "body")} label="Notice" />
        <SubmitButton>Post notice</SubmitButton>
      </ActionForm>
    </ListPage>
  );
}

const columns = (zone: string): readonly Column<Notice>[] => [
  { key: "body", header: "Notice", cell: (notice) => notice.body, primary: true },
  { key: "createdAt", header: "Posted", cell: (notice) => <Timestamp value={notice.createdAt} zone={zone} />, card: true },
];
`;
