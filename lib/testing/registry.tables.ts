/**
 * Who may open which page and run which action, written by hand and read by eye; nothing here is derived from the code that
 * decides. A page file or an action without a row fails the tests, and so does a row without its page or action.
 *
 * ● opens, or is done              · answers like an address that does not exist, and no permission was refused
 * → is sent to sign in (a page), or gets AUTH_EXPIRED (an action)
 * P G O F D T S are refused, with one entry on the record under the reason that the letter stands for
 * I is refused as INVALID_INPUT, whoever asks     N is refused as NOT_AUTHORISED after the permission itself was granted
 */
export const REASONS = {
  P: "PERMISSION_MISSING",
  G: "GLOBAL_REQUIRED",
  O: "OTHER_ENTITY",
  F: "USER_FROZEN",
  D: "USER_DEACTIVATED",
  T: "USER_TERMINATED",
  S: "ENTITY_SUSPENDED",
} as const;

/** The columns. Signed out is nobody; the frozen operator is made one by the tests. */
export const PERSONS = {
  out: null,
  viewer: "viewer@kauri.example",
  trader: "trader@kauri.example",
  frozen: "frozen@kauri.example",
  credit: "credit@kauri.example",
  admin: "admin@kauri.example",
  local: "operator-local@aex.example",
  cold: "operator2@aex.example",
  global: "operator@aex.example",
  idle: "deactivated@rata.example",
  gone: "terminated@rata.example",
  shut: "admin@weka.example",
} as const;

/** Every page file by its route, what a refusal names as the permission, and which thing the address names. */
export const PAGE_TABLE = `
route                             of         needs                     out viewer trader frozen credit admin local cold global idle gone shut
/                                 -          signed-in                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/access                           -          signed-in                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/entity                           -          Entity.View               →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin                            -          panel                     →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin/audit                      -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/audit/[id]                 known      Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/audit/[id]                 nothing    Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/audit/[id]                 malformed  Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/entities                   -          Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/new               -          Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]              KAURI      Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/[id]              RATA       Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/[id]              nothing    Entity.View               →   P      P      P      G      G     G     ·    ·      D    T    S
/admin/entities/[id]              malformed  Entity.View               →   P      P      P      G      G     G     ·    ·      D    T    S
/admin/entities/[id]/edit         KAURI      Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/edit         nothing    Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ·      D    T    S
/admin/entities/[id]/suspend      RATA       Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/suspend      malformed  Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ·      D    T    S
/admin/entities/[id]/reinstate    WEKA       Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/reinstate    nothing    Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ·      D    T    S
/admin/users                      -          Users.View                →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/users/[id]                 KAURI      Users.View                →   P      P      P      P      ●     O     ●    ●      D    T    S
/admin/users/[id]                 RATA       Users.View                →   P      P      P      P      O     O     ●    ●      D    T    S
/admin/users/[id]                 nothing    Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/[id]                 malformed  Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/invitations                -          Invitations.View          →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/invitations/[id]           KAURI      Invitations.View          →   P      P      P      P      ●     O     ●    ●      D    T    S
/admin/invitations/[id]           RATA       Invitations.View          →   P      P      P      P      O     O     ●    ●      D    T    S
/admin/invitations/[id]           nothing    Invitations.View          →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/invitations/[id]           malformed  Invitations.View          →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/documentation              -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/documentation/[id]         known      Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/documentation/[id]         nothing    Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/documentation/[id]         malformed  Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/configuration              -          Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/[number]     known      Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/[number]     nothing    Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/configuration/[number]     malformed  Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/support                    -          panel                     →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin/support/[id]               KAURI      panel                     →   P      P      P      ●      ●     ·     ●    ●      D    T    S
/admin/support/[id]               RATA       panel                     →   P      P      P      ·      ·     ·     ●    ●      D    T    S
/admin/support/[id]               nothing    panel                     →   P      P      P      ·      ·     ·     ·    ·      D    T    S
/admin/support/[id]               malformed  panel                     →   P      P      P      ·      ·     ·     ·    ·      D    T    S
/admin/[...unknown]               nothing    signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/[...unknown]                     nothing    signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/sign-in                          -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
/no-access                        -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
/accept-invitation                -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
`;

/** Every action by its name and the function in the build, and which thing its form names. Granted ones are run last. */
export const ACTION_TABLE = `
action              export                 of         needs          out viewer trader frozen credit admin local cold global idle gone shut
entities.create     createEntityAction     -          Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       KAURI      Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       RATA       Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.edit       editEntityAction       malformed  Entity.Manage  →   I      I      I      I      I     I     I    I      I    I    I
entities.suspend    suspendEntityAction    TOTARA     Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.suspend    suspendEntityAction    nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.suspend    suspendEntityAction    malformed  Entity.Manage  →   I      I      I      I      I     I     I    I      I    I    I
entities.reinstate  reinstateEntityAction  WEKA       Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.reinstate  reinstateEntityAction  nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.reinstate  reinstateEntityAction  malformed  Entity.Manage  →   I      I      I      I      I     I     I    I      I    I    I
preferences.save    savePreferencesAction  -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
session.signOut     signOutAction          -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
`;

export type PersonKey = keyof typeof PERSONS;
export type Line<H extends string> = Readonly<Record<H, string>> & {
  readonly of: string;
  readonly needs: readonly string[];
  readonly marks: ReadonlyMap<PersonKey, string>;
};

const isPerson = (name: string): name is PersonKey => Object.hasOwn(PERSONS, name);

/** A table as lines, each with a mark for every person. */
export function linesOf<H extends string>(table: string, heads: readonly H[]): readonly Line<H>[] {
  const [names = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error(`This line has ${row.length} columns: ${row.join(" ")}`);
    const cell = (name: string) => row[names.indexOf(name)] ?? "";
    const named = Object.fromEntries(heads.map((head) => [head, cell(head)])) as Record<H, string>;
    const marks = new Map(names.filter(isPerson).map((name) => [name, cell(name)]));
    return { ...named, of: cell("of"), needs: cell("needs").split(","), marks };
  });
}
