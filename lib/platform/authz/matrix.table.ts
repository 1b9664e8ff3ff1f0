/**
 * What each role may do, written by hand from the product's permission table and read by eye; nothing here is derived from
 * `roles.ts` or `permissions.ts`, which the tests hold against it.
 *
 * A cell has three marks: on one's own entity, on another entity, on every entity at once.
 * ● granted   · refused   ○ granted where the deployment sets ENTITY_ADMIN_VIEWS_CONFIG, refused elsewhere
 */

/** For people without the Global app role. */
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

/** For people whose sign-in carries the Global app role: it counts for operators, and for nobody else. */
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

/** The permissions whose every evaluation goes on the record. */
export const AUDITED = ["Market.Operate", "Market.Config.Manage", "Market.Config.Approve", "Credit.Override", "Users.Promote", "Entity.Manage"];

/** Whose things each permission is about. Every other one is `own-entity`. */
export const REACH = { "Credit.Approve": "counterparty", "Entity.Manage": "every-entity" };

/**
 * On a thing that has an owner or a counterparty, by those who hold the permission. Its six marks: one's own thing; a colleague's; one that is
 * not there; what the other entity asks of one's own; what one's own asks of the other; what the other asks of a third.
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

/** A table as rows of cells. */
export function rowsOf(table: string): readonly Row[] {
  const [head = "", ...lines] = table.split("\n").filter((line) => line.trim() !== "");
  const roles = words(head);
  return lines.map(words).map(([permission = "", ...cells]) => ({ permission, cells: cells.map((marks, column) => ({ role: roles[column] ?? "", marks })) }));
}

const words = (line: string): readonly string[] => line.trim().split(/\s+/);
