import type { Recipe } from "./recipe";
import * as sample from "./sample";

/** CONTRIBUTING's recipes, applied to a board of notices for each entity. Later ones build on those before them. */

const TABS_TEST = "lib/platform/authz/admin-tabs.test.ts";
const ISOLATION_TEST = "lib/platform/db/isolation.integration.test.ts";
const DEEDS = "app/(portal)/admin/audit/_components/deeds.ts";
const MARKS = "→   P      P      P      P      ●     ●     F    ●      D    T    S\n";

const permission: Recipe = {
  name: "a permission",
  steps: [
    {
      edits: [
        {
          file: "lib/platform/authz/permissions.ts",
          behind:
            '  "Entity.View": { label: "View entity", unlocks: "see entity details, and counterparty details in the credit panel", read: true, reach: "own-entity" },\n',
          text: '  "Entity.Notify": { label: "Post notices", unlocks: "post notices for your entity", reach: "own-entity" },\n',
        },
      ],
      missedBy: "types",
    },
    {
      edits: ["documentation", "participants"].map((last) => ({
        file: "lib/platform/authz/roles.ts",
        behind: `${last}.",\n    permissions: [\n`,
        text: '      "Entity.Notify",\n',
      })),
      missedBy: "lib/platform/authz/matrix.test.ts",
    },
    {
      edits: ["●··", "●●●"].map((operator) => ({
        file: "lib/platform/authz/matrix.table.ts",
        behind: `Entity.View             ···      ···      ●··              ●··            ${operator}\n`,
        text: `Entity.Notify           ···      ···      ···              ●··            ${operator}\n`,
      })),
      missedBy: "lib/platform/authz/matrix.test.ts",
    },
  ],
};

const table: Recipe = {
  name: "a table",
  steps: [
    {
      edits: [
        { file: "prisma/schema.prisma", behind: '  @@map("saved_view")\n}\n', text: sample.MODEL },
        { file: "prisma/schema.prisma", behind: "  inviteListRows  InviteListRow[]\n", text: "  notices         Notice[]\n" },
      ],
      missedBy: "schema",
    },
    { migration: "notices", edits: [], missedBy: "schema" },
    {
      edits: [
        {
          file: "prisma/migrations/*_notices/migration.sql",
          behind: "",
          text: "SELECT portal_isolate('notice', 'entity_id = portal_current_entity()', 'SELECT, INSERT', 'SELECT, INSERT', 'SELECT, INSERT');\n",
        },
      ],
      missedBy: "lib/platform/db/catalog.integration.test.ts",
    },
    {
      edits: [
        {
          file: ISOLATION_TEST,
          behind: "const OWN: Readonly<Record<string, (me: UserPrincipal) => string>> = {\n",
          text: `  notice: (me) => \`entity_id = '\${me.entity.id}'\`,\n`,
        },
        {
          file: "lib/testing/two-entities.ts",
          behind: '    await tx.savedView.create({ data: { userId, name: "Traders", query: "role=trader" } });\n',
          text: '    await tx.notice.create({ data: { entityId: entity.id, body: "Maintenance on Sunday." } });\n',
        },
      ],
      missedBy: ISOLATION_TEST,
    },
  ],
};

const operation: Recipe = {
  name: "an operation",
  steps: [
    {
      edits: [
        { file: "lib/domain/notices/schema.ts", text: sample.SCHEMA },
        { file: "lib/domain/notices/commands.ts", text: sample.COMMANDS },
        { file: "lib/domain/notices/audit-events.ts", text: sample.AUDIT_EVENTS },
      ],
      missedBy: "types",
    },
    {
      edits: [
        { file: "lib/domain/notices/operations.ts", text: sample.OPERATIONS },
        { file: "lib/domain/notices/index.ts", text: sample.INDEX },
      ],
      missedBy: "types",
    },
    { edits: [{ file: "app/(portal)/admin/notices/actions.ts", text: sample.ACTIONS }], missedBy: "lib/testing/registry.test.ts" },
    {
      edits: [
        {
          file: "lib/testing/registry.tables.ts",
          behind: "preferences.save    savePreferencesAction  -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S\n",
          text: `notices.post        postNoticeAction       -          Entity.Notify  ${MARKS}`,
        },
        {
          file: "lib/testing/registry.run.ts",
          behind: '    case "preferences.save":\n      return { theme: "dark" };\n',
          text: '    case "notices.post":\n      return { body: "Tried by every person of the registry." };\n',
        },
        { file: DEEDS, behind: "DEEDS: Readonly<Record<string, string>> = {\n", text: '  "notices.post": "post a notice",\n' },
        { file: "lib/testing/registry.expected.ts", behind: "  market_transition: 1,\n", text: "  notice: 3,\n" },
      ],
      missedBy: "lib/testing/registry.test.ts",
    },
  ],
};

const query: Recipe = {
  name: "a query",
  steps: [
    { edits: [{ file: "lib/domain/notices/list.ts", text: sample.READ }], missedBy: "types" },
    {
      edits: [
        { file: "lib/domain/notices/queries.ts", text: sample.QUERIES },
        {
          file: "lib/domain/notices/index.ts",
          behind: 'export { postNoticeOperation } from "./operations";\n',
          text: 'export { noticeListQuery } from "./queries";\n',
        },
      ],
      missedBy: "types",
    },
    { edits: [{ file: "app/(portal)/admin/notices/page.tsx", text: sample.PAGE }], missedBy: "lib/testing/registry.test.ts" },
    {
      edits: [
        {
          file: "lib/testing/registry.tables.ts",
          behind:
            "/admin/support/jobs               -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S\n",
          text: `/admin/notices                    -          Entity.Notify             ${MARKS}`,
        },
        { file: DEEDS, behind: "READS: Readonly<Record<string, string>> = {\n", text: '  "notices.list": "the notices",\n' },
      ],
      missedBy: "lib/testing/registry.test.ts",
    },
  ],
};

const tab: Recipe = {
  name: "a tab of the Admin panel",
  steps: [
    {
      edits: [
        {
          file: "lib/platform/authz/admin-tabs.ts",
          behind: '  { id: "support", label: "Support", href: "/admin/support", needs: "panel" },\n',
          text: '  { id: "notices", label: "Notices", href: "/admin/notices", needs: own("Entity.Notify") },\n',
        },
      ],
      missedBy: "types",
    },
    {
      edits: [
        { file: TABS_TEST, behind: 'tabs: ["users", "invitations", "support"', everywhere: true, text: ', "notices"' },
        { file: TABS_TEST, behind: '"configuration", "support"', everywhere: true, text: ', "notices"' },
        { file: TABS_TEST, behind: '"Configuration", "Support"', text: ', "Notices"' },
      ],
      missedBy: TABS_TEST,
    },
  ],
};

export const RECIPES: readonly Recipe[] = [permission, table, operation, query, tab];
