/**
 * What each role may do, written by hand from the product's permission table. Not derived from `roles.ts` or
 * `permissions.ts`; the tests compare both with it.
 *
 * A cell has three marks: own entity, another entity, every entity at once.
 * ● granted   · refused   ○ granted where the deployment sets ENTITY_ADMIN_VIEWS_CONFIG, refused elsewhere
 */

/** People without the Global app role. */
export const WITHOUT_GLOBAL = `
                        viewer   trader   credit-manager   entity-admin   operator
Market.View             ●··      ●··      ●··              ●··            ●··
Market.Trade            ···      ●··      ···              ···            ●··
Market.Operate          ···      ···      ···              ···            ●··
Market.Config.View      ···      ···      ···              ○··            ●··
Market.Config.Manage    ···      ···      ···              ···            ●··
Market.Config.Approve   ···      ···      ···              ···            ●··
Credit.View             ●··      ●··      ●··              ●··            ●··
Credit.Manage           ···      ···      ●··              ●··            ●··
Credit.Approve          ···      ···      ●··              ●··            ●··
Credit.Override         ···      ···      ···              ···            ●··
Docs.View               ●··      ●··      ●··              ●··            ●··
Docs.Manage             ···      ···      ···              ●··            ●··
Users.View              ···      ···      ···              ●··            ●··
Users.Manage            ···      ···      ···              ●··            ●··
Users.Promote           ···      ···      ···              ···            ●··
Invitations.View        ···      ···      ···              ●··            ●··
Invitations.Send        ···      ···      ···              ●··            ●··
Entity.View             ···      ···      ●··              ●··            ●··
Entity.Manage           ···      ···      ···              ···            ···
`;

/** People whose sign-in carries the Global app role; it counts for operators only. */
export const WITH_GLOBAL = `
                        viewer   trader   credit-manager   entity-admin   operator
Market.View             ●··      ●··      ●··              ●··            ●●●
Market.Trade            ···      ●··      ···              ···            ●●●
Market.Operate          ···      ···      ···              ···            ●●●
Market.Config.View      ···      ···      ···              ○··            ●●●
Market.Config.Manage    ···      ···      ···              ···            ●●●
Market.Config.Approve   ···      ···      ···              ···            ●●●
Credit.View             ●··      ●··      ●··              ●··            ●●●
Credit.Manage           ···      ···      ●··              ●··            ●●●
Credit.Approve          ···      ···      ●··              ●··            ●●●
Credit.Override         ···      ···      ···              ···            ●●●
Docs.View               ●··      ●··      ●··              ●··            ●●●
Docs.Manage             ···      ···      ···              ●··            ●●●
Users.View              ···      ···      ···              ●··            ●●●
Users.Manage            ···      ···      ···              ●··            ●●●
Users.Promote           ···      ···      ···              ···            ●●●
Invitations.View        ···      ···      ···              ●··            ●●●
Invitations.Send        ···      ···      ···              ●··            ●●●
Entity.View             ···      ···      ●··              ●··            ●●●
Entity.Manage           ···      ···      ···              ···            ●●●
`;

/** Permissions whose every decision is recorded. */
export const AUDITED = ["Market.Operate", "Market.Config.Manage", "Market.Config.Approve", "Credit.Override", "Users.Promote", "Entity.Manage"];

/** The reach of each permission; those not listed are `own-entity`. */
export const REACH = { "Credit.Approve": "counterparty", "Entity.Manage": "every-entity" };

/**
 * For things with an owner or a counterparty, held by someone with the permission. Six marks: own thing; a
 * colleague's; a missing one; what the other entity asks of the own; what the own asks of the other; what the
 * other asks of a third.
 */
export const ON_THINGS = `
                        entity-admin   operator   operator+Global
signed-in               ●··●●●         ●··●●●     ●··●●●
panel                   ●··●●●         ●··●●●     ●··●●●
Users.View              ●···●·         ●···●·     ●··●●●
Users.Manage            ●···●·         ●···●·     ●··●●●
Docs.View               ●···●·         ●···●·     ●··●●●
Docs.Manage             ●···●·         ●···●·     ●··●●●
Credit.View             ●···●·         ●···●·     ●··●●●
Credit.Manage           ●···●·         ●···●·     ●··●●●
Credit.Approve          ●··●··         ●··●··     ●··●··
Entity.Manage           ······         ······     ●··●●●
`;

export type Row = { readonly permission: string; readonly cells: readonly { readonly role: string; readonly marks: string }[] };

/** Parses a table into rows of cells. */
export function rowsOf(table: string): readonly Row[] {
  const [head = "", ...lines] = table.split("\n").filter((line) => line.trim() !== "");
  const roles = words(head);
  return lines.map(words).map(([permission = "", ...cells]) => ({ permission, cells: cells.map((marks, column) => ({ role: roles[column] ?? "", marks })) }));
}

const words = (line: string): readonly string[] => line.trim().split(/\s+/);
