-- DropIndex
DROP INDEX "market_transition_scheduled_for_to_key";

-- AlterTable
ALTER TABLE "market_session" ADD COLUMN     "resets" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "market_transition" ADD COLUMN     "resets" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "market_transition_scheduled_for_to_resets_key" ON "market_transition"("scheduled_for", "to", "resets");

-- By hand: who moves the session says in which count.
GRANT UPDATE (resets) ON market_session TO portal_entity, portal_global;
GRANT INSERT (resets) ON market_transition TO portal_entity, portal_global;
