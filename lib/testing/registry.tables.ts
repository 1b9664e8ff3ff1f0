/**
 * Who may open which page and run which action, written by hand and read by eye; nothing here is derived from the code that
 * decides. A page file or an action without a row fails the tests, and so does a row without its page or action.
 *
 * ● opens, or is done              · answers like an address that does not exist; where it names a thing, that is a refused access as N is
 * → is sent to sign in (a page), or gets AUTH_EXPIRED (an action)
 * P G O W F D T S are refused, with one entry on the record under the reason that the letter stands for
 * I is refused as INVALID_INPUT: who may not do this at all, whatever it is about, is refused as P and the others are
 * N is refused as NOT_AUTHORISED after the permission itself was granted, on record as such
 * X is refused as ILLEGAL_TRANSITION after the permission itself was granted
 * = may do it as well, and does not here: it can be done once, and the other ● has done it
 */
export const REASONS = {
  P: "PERMISSION_MISSING",
  G: "GLOBAL_REQUIRED",
  O: "OTHER_ENTITY",
  W: "OTHER_PERSON",
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
/access/ask                       -          signed-in                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/access/requests                  -          signed-in                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/access/requests/[id]             KAURI      signed-in                 →   ·      ·      ·      ·      ●     ·     ·    ·      D    T    S
/access/requests/[id]             nothing    signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/access/requests/[id]             malformed  signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/entity                           -          Entity.View               →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/credit                           -          Docs.View                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/credit/documentation             -          Docs.View                 →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
/credit/documentation/[code]      RATA       Docs.View                 →   ●      ●      ●      ●      ●     O     ·    ·      D    T    S
/credit/documentation/[code]      nothing    Docs.View                 →   O      O      O      O      O     O     ·    ·      D    T    S
/credit/documentation/[code]      malformed  Docs.View                 →   O      O      O      O      O     O     ·    ·      D    T    S
/admin                            -          panel                     →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin/activity                   -          Users.View                →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/audit                      -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/audit/export               -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/audit/[id]                 known      Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/audit/[id]                 nothing    Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/audit/[id]                 malformed  Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/market                     -          Market.Operate            →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/market/halt                -          Market.Operate            →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/market/resume              -          Market.Operate            →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/market/diagnostics         -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/market/reset               -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/directory                  -          Users.Promote             →   P      P      P      P      P     G     F    ●      D    T    S
/admin/directory/drift            -          Users.Promote             →   P      P      P      P      P     G     F    ●      D    T    S
/admin/directory/drift/[id]       known      Users.Promote             →   P      P      P      P      P     G     F    ●      D    T    S
/admin/directory/drift/[id]       nothing    Users.Promote             →   P      P      P      P      P     G     F    ·      D    T    S
/admin/directory/drift/[id]       malformed  Users.Promote             →   P      P      P      P      P     G     F    ·      D    T    S
/admin/entities                   -          Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/new               -          Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]              KAURI      Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/[id]              RATA       Entity.View               →   P      P      P      G      G     G     ●    ●      D    T    S
/admin/entities/[id]              nothing    Entity.View               →   P      P      P      G      G     G     ·    ·      D    T    S
/admin/entities/[id]              malformed  Entity.View               →   P      P      P      G      G     G     ·    ·      D    T    S
/admin/entities/[id]/edit         KAURI      Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/edit         nothing    Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ·      D    T    S
/admin/entities/[id]/suspend      RATA       Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/suspend      malformed  Entity.View,Entity.Manage →   P      P      P      G      G     G     ·    ·      D    T    S
/admin/entities/[id]/reinstate    WEKA       Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ●      D    T    S
/admin/entities/[id]/reinstate    nothing    Entity.View,Entity.Manage →   P      P      P      G      G     G     F    ·      D    T    S
/admin/users                      -          Users.View                →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/users/bulk                 -          Users.Manage              →   P      P      P      P      ●     ●     F    ●      D    T    S
/admin/users/bulk/[id]            known      Users.Manage              →   P      P      P      P      O     O     F    ●      D    T    S
/admin/users/bulk/[id]            nothing    Users.Manage              →   P      P      P      P      O     O     F    ·      D    T    S
/admin/users/[id]                 KAURI      Users.View                →   P      P      P      P      ●     O     ●    ●      D    T    S
/admin/users/[id]                 RATA       Users.View                →   P      P      P      P      O     O     ●    ●      D    T    S
/admin/users/[id]                 nothing    Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/[id]                 malformed  Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/[id]/edit            KAURI      Users.View,Users.Manage   →   P      P      P      P      ●     O     F    ●      D    T    S
/admin/users/[id]/edit            RATA       Users.View,Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
/admin/users/[id]/edit            nothing    Users.View,Users.Manage   →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/[id]/status          KAURI      Users.View,Users.Manage   →   P      P      P      P      ●     O     F    ●      D    T    S
/admin/users/[id]/status          RATA       Users.View,Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
/admin/users/[id]/status          malformed  Users.View,Users.Manage   →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/[id]/terminate       KAURI      Users.View,Users.Manage   →   P      P      P      P      G     G     F    ●      D    T    S
/admin/users/[id]/terminate       nothing    Users.View,Users.Manage   →   P      P      P      P      G     G     F    ·      D    T    S
/admin/users/[id]/role            KAURI      Users.View,Users.Manage   →   P      P      P      P      ●     O     F    ●      D    T    S
/admin/users/[id]/role            RATA       Users.View,Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
/admin/users/[id]/role            nothing    Users.View,Users.Manage   →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/promotions           -          Users.Promote             →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/users/promotions/[id]      KAURI      Users.View                →   P      P      P      P      ●     O     ●    ●      D    T    S
/admin/users/promotions/[id]      RATA       Users.View                →   P      P      P      P      O     O     ●    ●      D    T    S
/admin/users/promotions/[id]      nothing    Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/users/promotions/[id]      malformed  Users.View                →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/invitations                -          Invitations.View          →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/invitations/new            -          Invitations.View,Invitations.Send → P P P P ● ● F ● D T S
/admin/invitations/many           -          Invitations.Send          →   P      P      P      P      ●     ●     F    ●      D    T    S
/admin/invitations/lists/[id]     known      Invitations.Send          →   P      P      P      P      O     O     F    ●      D    T    S
/admin/invitations/lists/[id]     nothing    Invitations.Send          →   P      P      P      P      O     O     F    ·      D    T    S
/admin/invitations/[id]/resend    KAURI      Invitations.View,Invitations.Send → P P P P ● O F ● D T S
/admin/invitations/[id]/resend    RATA       Invitations.View,Invitations.Send → P P P P O O F ● D T S
/admin/invitations/[id]/resend    nothing    Invitations.View,Invitations.Send → P P P P O O F · D T S
/admin/invitations/[id]/revoke    KAURI      Invitations.View,Invitations.Send → P P P P ● O F ● D T S
/admin/invitations/[id]/revoke    malformed  Invitations.View,Invitations.Send → P P P P O O · · D T S
/admin/invitations/[id]/delete    KAURI      Invitations.View,Invitations.Send → P P P P G G F ● D T S
/admin/invitations/[id]/delete    nothing    Invitations.View,Invitations.Send → P P P P G G F · D T S
/admin/invitations/[id]           KAURI      Invitations.View          →   P      P      P      P      ●     O     ●    ●      D    T    S
/admin/invitations/[id]           RATA       Invitations.View          →   P      P      P      P      O     O     ●    ●      D    T    S
/admin/invitations/[id]           nothing    Invitations.View          →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/invitations/[id]           malformed  Invitations.View          →   P      P      P      P      O     O     ·    ·      D    T    S
/admin/documentation              -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/documentation/list         -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/documentation/[id]         known      Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/documentation/[id]         nothing    Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/documentation/[id]         malformed  Market.Operate            →   P      P      P      P      P     G     F    ·      D    T    S
/admin/configuration              -          Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/[number]     known      Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/[number]     nothing    Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/configuration/[number]     malformed  Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/configuration/draft        -          Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/draft/[section] known   Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/draft/[section] nothing Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/configuration/proposals    -          Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/proposals/[id] hours    Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/proposals/[id] ticks    Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/proposals/[id] volume   Market.Config.Manage      →   P      P      P      P      P     ●     F    ●      D    T    S
/admin/configuration/proposals/[id] nothing  Market.Config.Manage      →   P      P      P      P      P     O     F    ·      D    T    S
/admin/configuration/proposals/[id] malformed Market.Config.Manage     →   P      P      P      P      P     O     F    ·      D    T    S
/admin/support                    -          panel                     →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin/support/outbox             -          Invitations.Send          →   P      P      P      P      ●     ●     F    ●      D    T    S
/admin/support/outbox/[id]        KAURI      Invitations.Send          →   P      P      P      P      ●     O     F    ●      D    T    S
/admin/support/outbox/[id]        RATA       Invitations.Send          →   P      P      P      P      O     O     F    ●      D    T    S
/admin/support/outbox/[id]        nothing    Invitations.Send          →   P      P      P      P      O     O     F    ·      D    T    S
/admin/support/outbox/[id]        malformed  Invitations.Send          →   P      P      P      P      O     O     F    ·      D    T    S
/admin/support/jobs               -          Market.Operate            →   P      P      P      P      P     G     F    ●      D    T    S
/admin/support/new                -          panel                     →   P      P      P      ●      ●     ●     ●    ●      D    T    S
/admin/support/[id]               KAURI      panel                     →   P      P      P      ●      ●     ·     ●    ●      D    T    S
/admin/support/[id]               RATA       panel                     →   P      P      P      ·      ·     ·     ●    ●      D    T    S
/admin/support/[id]               nothing    panel                     →   P      P      P      ·      ·     ·     ·    ·      D    T    S
/admin/support/[id]               malformed  panel                     →   P      P      P      ·      ·     ·     ·    ·      D    T    S
/market/configuration             -          Market.Config.View        →   P      P      P      P      P     ●     ●    ●      D    T    S
/market/configuration/[number]    known      Market.Config.View        →   P      P      P      P      P     ●     ●    ●      D    T    S
/market/configuration/[number]    nothing    Market.Config.View        →   P      P      P      P      P     O     ·    ·      D    T    S
/market/configuration/[number]    malformed  Market.Config.View        →   P      P      P      P      P     O     ·    ·      D    T    S
/admin/[...unknown]               nothing    signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/[...unknown]                     nothing    signed-in                 →   ·      ·      ·      ·      ·     ·     ·    ·      D    T    S
/sign-in                          -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
/no-access                        -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
/accept-invitation                -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
/accept-invitation/review         -          -                         ●   ●      ●      ●      ●      ●     ●     ●    ●      ●    ●    ●
`;

/** Every download, by its address. A refusal is a 404, whatever the reason. */
export const DOWNLOAD_TABLE = `
route                               of     needs         out viewer trader frozen credit admin local cold global idle gone shut
/admin/users/export?format=jsonl    -      Users.View    →   P      P      P      P      ●     ●     ●    ●      D    T    S
/admin/audit/export/file?format=csv -      Market.Operate →  P      P      P      P      P     G     F    ●      D    T    S
/admin/users/bulk/[id]/results      known  Users.Manage  →   P      P      P      P      N     N     F    ●      D    T    S
`;

/** Every action by its name and the function in the build, and which thing its form names. Granted ones are run last. */
export const ACTION_TABLE = `
action              export                 of         needs          out viewer trader frozen credit admin local cold global idle gone shut
directory.retry             retryWriteAction            known      Users.Promote  →   P      P      P      P      P     G     F    ●      D    T    S
directory.retry             retryWriteAction            nothing    Users.Promote  →   P      P      P      P      P     G     F    N      D    T    S
directory.retryFailed       retryFailedWritesAction     -          Users.Promote  →   P      P      P      P      P     G     F    ●      D    T    S
directory.compare           requestComparisonAction     -          Users.Promote  →   P      P      P      P      P     G     F    ●      D    T    S
directory.writePortalValue  writePortalValueAction      known      Users.Promote  →   P      P      P      P      P     G     F    ●      D    T    S
directory.writePortalValue  writePortalValueAction      nothing    Users.Promote  →   P      P      P      P      P     G     F    N      D    T    S
directory.takeDirectoryValue takeDirectoryValueAction   known      Users.Promote  →   P      P      P      P      P     G     F    ●      D    T    S
directory.takeDirectoryValue takeDirectoryValueAction   nothing    Users.Promote  →   P      P      P      P      P     G     F    N      D    T    S
directory.retry             retryWriteAction            malformed  Users.Promote  →   P      P      P      P      P     G     F    I      D    T    S
directory.writePortalValue  writePortalValueAction      malformed  Users.Promote  →   P      P      P      P      P     G     F    I      D    T    S
directory.takeDirectoryValue takeDirectoryValueAction   malformed  Users.Promote  →   P      P      P      P      P     G     F    I      D    T    S
entities.create     createEntityAction     -          Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       KAURI      Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       RATA       Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.edit       editEntityAction       nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.edit       editEntityAction       malformed  Entity.Manage  →   P      P      P      P      P     G     F    I      D    T    S
entities.suspend    suspendEntityAction    TOTARA     Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.suspend    suspendEntityAction    nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.suspend    suspendEntityAction    malformed  Entity.Manage  →   P      P      P      P      P     G     F    I      D    T    S
entities.reinstate  reinstateEntityAction  WEKA       Entity.Manage  →   P      P      P      P      P     G     F    ●      D    T    S
entities.reinstate  reinstateEntityAction  nothing    Entity.Manage  →   P      P      P      P      P     G     F    N      D    T    S
entities.reinstate  reinstateEntityAction  malformed  Entity.Manage  →   P      P      P      P      P     G     F    I      D    T    S
assignments.change  changeRoleAction       RATA       Users.Promote  →   P      P      P      P      P     O     F    ●      D    T    S
assignments.change  changeRoleAction       nothing    Users.Promote  →   P      P      P      P      P     O     F    N      D    T    S
assignments.change  changeRoleAction       malformed  Users.Promote  →   P      P      P      P      P     I     F    I      D    T    S
assignments.request requestRoleAction      KAURI      Users.Manage   →   P      P      P      P      ●     O     F    ●      D    T    S
assignments.request requestRoleAction      RATA       Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
assignments.request requestRoleAction      malformed  Users.Manage   →   P      P      P      P      I     I     F    I      D    T    S
assignments.approve approveRoleAction      RATA       Users.Promote  →   P      P      P      P      P     O     F    ●      D    T    S
assignments.approve approveRoleAction      nothing    Users.Promote  →   P      P      P      P      P     O     F    N      D    T    S
assignments.approve approveRoleAction      malformed  Users.Promote  →   P      P      P      P      P     I     F    I      D    T    S
assignments.reject  rejectRoleAction       KAURI      Users.Promote  →   P      P      P      P      P     O     F    ●      D    T    S
assignments.reject  rejectRoleAction       nothing    Users.Promote  →   P      P      P      P      P     O     F    N      D    T    S
assignments.withdraw withdrawRoleAction    KAURI      Users.Manage   →   P      P      P      P      ●     O     F    N      D    T    S
assignments.withdraw withdrawRoleAction    nothing    Users.Manage   →   P      P      P      P      O     O     F    N      D    T    S
users.edit          editUserAction         RATA       Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
users.edit          editUserAction         KAURI      Users.Manage   →   P      P      P      P      ●     O     F    ●      D    T    S
users.edit          editUserAction         nothing    Users.Manage   →   P      P      P      P      O     O     F    N      D    T    S
users.edit          editUserAction         malformed  Users.Manage   →   P      P      P      P      I     I     F    I      D    T    S
users.setStatus     setUserStatusAction    RATA       Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
users.setStatus     setUserStatusAction    nothing    Users.Manage   →   P      P      P      P      O     O     F    N      D    T    S
users.setStatus     setUserStatusAction    malformed  Users.Manage   →   P      P      P      P      I     I     F    I      D    T    S
users.terminate     terminateUserAction    RATA       Users.Manage   →   P      P      P      P      G     G     F    ●      D    T    S
users.terminate     terminateUserAction    nothing    Users.Manage   →   P      P      P      P      G     G     F    N      D    T    S
users.startBulk     startBulkAction        -          Users.Manage   →   P      P      P      P      ●     ●     F    ●      D    T    S
users.startBulk     startBulkAction        malformed  Users.Manage   →   P      P      P      P      I     I     F    I      D    T    S
users.stopBulk      stopBulkAction         known      Users.Manage   →   P      P      P      P      W     W     F    ●      D    T    S
users.stopBulk      stopBulkAction         nothing    Users.Manage   →   P      P      P      P      W     W     F    W      D    T    S
users.saveView      saveViewAction         -          Users.View     →   P      P      P      P      ●     ●     ●    ●      D    T    S
users.deleteView    deleteViewAction       nothing    Users.View     →   P      P      P      P      W     W     W    W      D    T    S
users.deleteView    deleteViewAction       malformed  Users.View     →   P      P      P      P      I     I     I    I      D    T    S
users.endSession    endSessionAction       RATA       Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
users.endSession    endSessionAction       nothing    Users.Manage   →   P      P      P      P      O     O     F    N      D    T    S
users.endSessions   endSessionsAction      RATA       Users.Manage   →   P      P      P      P      O     O     F    ●      D    T    S
users.endSessions   endSessionsAction      nothing    Users.Manage   →   P      P      P      P      O     O     F    N      D    T    S
documentation.set   setDirectionAction     KAURI      Docs.Manage    →   P      P      P      P      ●     O     F    ●      D    T    S
documentation.set   setDirectionAction     RATA       Docs.Manage    →   P      P      P      P      O     O     F    ●      D    T    S
documentation.set   setDirectionAction     nothing    Docs.Manage    →   P      P      P      P      O     O     F    N      D    T    S
documentation.set   setDirectionAction     malformed  Docs.Manage    →   P      P      P      P      I     I     F    I      D    T    S
documentation.setMany setManyDirectionsAction KAURI   Docs.Manage    →   P      P      P      P      G     G     F    ●      D    T    S
documentation.setMany setManyDirectionsAction nothing Docs.Manage    →   P      P      P      P      G     G     F    N      D    T    S
documentation.setMany setManyDirectionsAction malformed Docs.Manage  →   P      P      P      P      G     G     F    I      D    T    S
documentation.setOwn setOwnSideAction      RATA       Docs.Manage    →   P      P      P      P      ●     N     F    N      D    T    S
documentation.setOwn setOwnSideAction      nothing    Docs.Manage    →   P      P      P      P      N     N     F    N      D    T    S
documentation.setOwn setOwnSideAction      malformed  Docs.Manage    →   P      P      P      P      I     I     F    I      D    T    S
market.halt         haltMarketAction       -          Market.Operate →   P      P      P      P      P     ●     F    =      D    T    S
market.halt         haltMarketAction       malformed  Market.Operate →   P      P      P      P      P     I     F    I      D    T    S
market.resume       resumeMarketAction     -          Market.Operate →   P      P      P      P      P     X     F    X      D    T    S
market.resume       resumeMarketAction     malformed  Market.Operate →   P      P      P      P      P     I     F    I      D    T    S
market.reset        resetEngineAction      -          Market.Operate →   P      P      P      P      P     G     F    ●      D    T    S
market.reset        resetEngineAction      malformed  Market.Operate →   P      P      P      P      P     G     F    I      D    T    S
configuration.editDraft editDraftAction    -          Market.Config.Manage → P     P      P      P      P     ●     F    ●      D    T    S
configuration.editDraft editDraftAction    malformed  Market.Config.Manage → P     P      P      P      P     I     F    I      D    T    S
configuration.discardDraft discardDraftAction malformed Market.Config.Manage → P   P      P      P      P     I     F    I      D    T    S
configuration.propose proposeAction        malformed  Market.Config.Manage → P     P      P      P      P     I     F    I      D    T    S
configuration.withdraw withdrawProposalAction nothing Market.Config.Manage → P     P      P      P      P     N     F    N      D    T    S
configuration.withdraw withdrawProposalAction malformed Market.Config.Manage → P   P      P      P      P     I     F    I      D    T    S
configuration.repeat repeatProposalAction  nothing    Market.Config.Manage → P     P      P      P      P     N     F    N      D    T    S
configuration.repeat repeatProposalAction  malformed  Market.Config.Manage → P     P      P      P      P     I     F    I      D    T    S
configuration.approve approveProposalAction nothing   Market.Config.Approve → P    P      P      P      P     N     F    N      D    T    S
configuration.approve approveProposalAction malformed Market.Config.Approve → P    P      P      P      P     I     F    I      D    T    S
configuration.reject rejectProposalAction  nothing    Market.Config.Approve → P    P      P      P      P     N     F    N      D    T    S
configuration.reject rejectProposalAction  malformed  Market.Config.Approve → P    P      P      P      P     I     F    I      D    T    S
preferences.save    savePreferencesAction  -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
session.signOut     signOutAction          -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    ●      D    T    S
invitations.send    sendInvitationAction   -          Invitations.Send →  P      P      P      P      ●     ●     F    ●      D    T    S
invitations.send    sendInvitationAction   RATA       Invitations.Send →  P      P      P      P      O     O     F    ●      D    T    S
invitations.send    sendInvitationAction   nothing    Invitations.Send →  P      P      P      P      O     O     F    N      D    T    S
invitations.send    sendInvitationAction   malformed  Invitations.Send →  P      P      P      P      I     I     F    I      D    T    S
invitations.check   checkInvitationListAction        -          Invitations.Send →  P      P      P      P      ●     ●     F    ●      D    T    S
invitations.sendList sendInvitationListAction        -          Invitations.Send →  P      P      P      P      ●     ●     F    ●      D    T    S
invitations.stopList stopInvitationListAction        known      Invitations.Send →  P      P      P      P      W     W     F    ●      D    T    S
invitations.stopList stopInvitationListAction        nothing    Invitations.Send →  P      P      P      P      W     W     F    W      D    T    S
invitations.resend  resendInvitationAction RATA       Invitations.Send →  P      P      P      P      O     O     F    ●      D    T    S
invitations.resend  resendInvitationAction nothing    Invitations.Send →  P      P      P      P      O     O     F    N      D    T    S
invitations.resend  resendInvitationAction malformed  Invitations.Send →  P      P      P      P      I     I     F    I      D    T    S
invitations.revoke  revokeInvitationAction PIOPIO     Invitations.Send →  P      P      P      P      O     O     F    ●      D    T    S
invitations.revoke  revokeInvitationAction nothing    Invitations.Send →  P      P      P      P      O     O     F    N      D    T    S
invitations.delete  deleteInvitationAction TOTARA     Invitations.Send →  P      P      P      P      G     G     F    ●      D    T    S
invitations.delete  deleteInvitationAction nothing    Invitations.Send →  P      P      P      P      G     G     F    N      D    T    S
mail.requeue        requeueMailAction      RATA       Invitations.Send →  P      P      P      P      O     O     F    X      D    T    S
mail.requeue        requeueMailAction      nothing    Invitations.Send →  P      P      P      P      O     O     F    N      D    T    S
mail.requeue        requeueMailAction      malformed  Invitations.Send →  P      P      P      P      I     I     F    I      D    T    S
jobs.retry          retryJobAction         known      Market.Operate →   P      P      P      P      P     G     F    ●      D    T    S
jobs.retry          retryJobAction         nothing    Market.Operate →   P      P      P      P      P     G     F    N      D    T    S
jobs.retry          retryJobAction         malformed  Market.Operate →   P      P      P      P      P     G     F    I      D    T    S
jobs.discard        discardJobAction       known      Market.Operate →   P      P      P      P      P     G     F    ●      D    T    S
jobs.discard        discardJobAction       nothing    Market.Operate →   P      P      P      P      P     G     F    N      D    T    S
jobs.discard        discardJobAction       malformed  Market.Operate →   P      P      P      P      P     G     F    I      D    T    S
support.open        openRequestAction      -          panel          →   P      P      P      ●      ●     ●     ●    ●      D    T    S
support.askForAccess askForAccessAction    -          signed-in      →   ●      ●      ●      ●      ●     ●     ●    I      D    T    S
support.reply       replyAction            KAURI      signed-in      →   W      W      W      ●      ●     W     N    ●      D    T    S
support.reply       replyAction            RATA       signed-in      →   W      W      W      W      W     W     N    ●      D    T    S
support.reply       replyAction            nothing    signed-in      →   W      W      W      W      W     W     W    W      D    T    S
support.reply       replyAction            malformed  signed-in      →   I      I      I      I      I     I     I    I      D    T    S
support.close       closeRequestAction     KAHU       signed-in      →   W      W      W      W      W     W     N    ●      D    T    S
support.close       closeRequestAction     nothing    signed-in      →   W      W      W      W      W     W     W    W      D    T    S
support.close       closeRequestAction     malformed  signed-in      →   I      I      I      I      I     I     I    I      D    T    S
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
