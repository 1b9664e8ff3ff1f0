-- CreateEnum
CREATE TYPE "bulk_operation" AS ENUM ('set_status', 'end_sessions');

-- CreateEnum
CREATE TYPE "bulk_row_state" AS ENUM ('waiting', 'done', 'failed');

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_run" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "operation" "bulk_operation" NOT NULL,
    "status" "user_status",
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bulk_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_row" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "owner_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "state" "bulk_row_state" NOT NULL DEFAULT 'waiting',
    "code" TEXT,
    "message" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_row_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_user_id_name_key" ON "saved_view"("user_id", "name");

-- CreateIndex
CREATE INDEX "bulk_run_user_id_created_at_idx" ON "bulk_run"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "bulk_row_run_id_state_position_idx" ON "bulk_row"("run_id", "state", "position");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_row_run_id_position_key" ON "bulk_row"("run_id", "position");

-- CreateIndex
CREATE INDEX "bulk_row_user_id_idx" ON "bulk_row"("user_id");

-- CreateIndex
CREATE INDEX "portal_user_email_id_idx" ON "portal_user"("email", "id");

-- CreateIndex
CREATE INDEX "portal_user_status_role_idx" ON "portal_user"("status", "role");

-- CreateIndex
CREATE INDEX "portal_user_role_idx" ON "portal_user"("role");

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_run" ADD CONSTRAINT "bulk_run_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_row" ADD CONSTRAINT "bulk_row_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_row" ADD CONSTRAINT "bulk_row_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['saved_view', 'bulk_run', 'bulk_row'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_system USING (true) WITH CHECK (true)', table_name || '_system', table_name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO portal_entity, portal_global, portal_system', table_name);
  END LOOP;
END $$;

-- Each person's own, whatever they reach otherwise.
CREATE POLICY saved_view_own ON saved_view FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
GRANT DELETE ON saved_view TO portal_entity, portal_global;
CREATE POLICY bulk_run_own ON bulk_run FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
-- A run is locked while it is carried on, and never changed: its rows say how far it is.
GRANT UPDATE (total) ON bulk_run TO portal_entity, portal_global;
CREATE POLICY bulk_row_own ON bulk_row FOR ALL TO portal_entity, portal_global
  USING (owner_id = portal_current_user())
  WITH CHECK (owner_id = portal_current_user() AND run_id IN (SELECT id FROM bulk_run WHERE user_id = portal_current_user()));
GRANT UPDATE (state, code, message, done_at) ON bulk_row TO portal_entity, portal_global;

-- Role and status go together more often than chance would have it; the planner should know.
CREATE STATISTICS portal_user_role_status (mcv) ON role, status FROM portal_user;
