-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "actor_login" TEXT;

-- AlterTable
ALTER TABLE "portal_user" ADD COLUMN     "login" TEXT;

-- By hand: the record copies it in for whoever acts. It is written at sign-in alone, so that it needs no grant on portal_user.
GRANT INSERT (actor_login) ON audit_event TO portal_entity, portal_global;
