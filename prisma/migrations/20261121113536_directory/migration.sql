-- CreateEnum
CREATE TYPE "directory_comparison_state" AS ENUM ('waiting', 'done', 'failed');

-- CreateEnum
CREATE TYPE "directory_direction" AS ENUM ('portal', 'directory');

-- AlterTable
ALTER TABLE "directory_write" ADD COLUMN     "given_up_at" TIMESTAMPTZ(3),
ADD COLUMN     "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "directory_comparison" (
    "id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" "directory_comparison_state" NOT NULL DEFAULT 'waiting',
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "compared" INTEGER NOT NULL DEFAULT 0,
    "strangers" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "directory_comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_drift" (
    "id" UUID NOT NULL,
    "comparison_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "portal_role" TEXT NOT NULL,
    "portal_global" BOOLEAN NOT NULL,
    "directory_roles" TEXT[],
    "directory_global" BOOLEAN NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" TEXT,
    "settled_towards" "directory_direction",

    CONSTRAINT "directory_drift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "directory_comparison_requested_at_id_idx" ON "directory_comparison"("requested_at", "id");

-- CreateIndex
CREATE INDEX "directory_drift_comparison_id_id_idx" ON "directory_drift"("comparison_id", "id");

-- CreateIndex
CREATE INDEX "directory_drift_user_id_idx" ON "directory_drift"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "directory_drift_comparison_id_user_id_key" ON "directory_drift"("comparison_id", "user_id");

-- CreateIndex
CREATE INDEX "directory_write_state_created_at_id_idx" ON "directory_write"("state", "created_at", "id");

-- AddForeignKey
ALTER TABLE "directory_drift" ADD CONSTRAINT "directory_drift_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "directory_comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_drift" ADD CONSTRAINT "directory_drift_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

ALTER TABLE directory_comparison ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory_comparison FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_drift ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory_drift FORCE ROW LEVEL SECURITY;

-- A comparison is about everybody: for Global operators, and for the worker that makes it.
CREATE POLICY directory_comparison_all ON directory_comparison FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY directory_comparison_system ON directory_comparison FOR ALL TO portal_system USING (true) WITH CHECK (true);
CREATE POLICY directory_drift_all ON directory_drift FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY directory_drift_system ON directory_drift FOR ALL TO portal_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON directory_comparison TO portal_global;
GRANT SELECT, UPDATE (settled_at, settled_by, settled_towards) ON directory_drift TO portal_global;
GRANT SELECT, INSERT, UPDATE ON directory_comparison TO portal_system;
GRANT SELECT, INSERT ON directory_drift TO portal_system;

-- One comparison at a time: the directory is read whole.
CREATE UNIQUE INDEX directory_comparison_one_waiting ON directory_comparison (state) WHERE state = 'waiting';

-- Whoever puts a write back in line starts its time anew.
GRANT UPDATE (queued_at) ON directory_write TO portal_entity, portal_global;
