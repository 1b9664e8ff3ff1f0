-- AlterTable
ALTER TABLE "entity" ADD COLUMN     "trades" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "counterparty" (
    "entity_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "status" "entity_status" NOT NULL,

    CONSTRAINT "counterparty_pkey" PRIMARY KEY ("entity_id")
);

-- CreateTable
CREATE TABLE "documentation_note" (
    "entity_id" UUID NOT NULL,
    "counterparty_id" UUID NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "remind_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "edited_by_id" UUID,
    "edited_by_name" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "documentation_note_pkey" PRIMARY KEY ("entity_id","counterparty_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "counterparty_code_key" ON "counterparty"("code");

-- CreateIndex
CREATE INDEX "counterparty_legal_name_entity_id_idx" ON "counterparty"("legal_name", "entity_id");

-- CreateIndex
CREATE INDEX "documentation_note_remind_on_idx" ON "documentation_note"("remind_on");

-- AddForeignKey
ALTER TABLE "counterparty" ADD CONSTRAINT "counterparty_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documentation_note" ADD CONSTRAINT "documentation_note_entity_id_counterparty_id_fkey" FOREIGN KEY ("entity_id", "counterparty_id") REFERENCES "documentation_status"("entity_id", "counterparty_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

-- Policies bind the owner as well; what is stored already is carried over without them.
ALTER TABLE entity NO FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_user NO FORCE ROW LEVEL SECURITY;
ALTER TABLE documentation_status NO FORCE ROW LEVEL SECURITY;
-- Whoever runs the exchange does not trade on it.
UPDATE entity SET trades = false WHERE id IN (SELECT entity_id FROM portal_user WHERE role = 'operator');
INSERT INTO counterparty (entity_id, code, short_name, legal_name, status)
  SELECT id, code, short_name, legal_name, status FROM entity WHERE trades;
INSERT INTO documentation_note (entity_id, counterparty_id, notes, edited_by_id, edited_by_name, edited_at)
  SELECT entity_id, counterparty_id, notes, set_by_id, set_by_name, set_at FROM documentation_status;
ALTER TABLE entity FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_user FORCE ROW LEVEL SECURITY;
ALTER TABLE documentation_status FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "documentation_status" DROP COLUMN "notes",
DROP COLUMN "set_by_id",
DROP COLUMN "set_by_name";

-- What everyone may know of those who trade: a trigger copies it, and only a trigger may.
CREATE FUNCTION keep_counterparty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.trades AND NOT NEW.trades THEN
    RAISE EXCEPTION 'An entity that trades stays a counterparty; suspend it instead.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.trades THEN
    INSERT INTO counterparty (entity_id, code, short_name, legal_name, status)
      VALUES (NEW.id, NEW.code, NEW.short_name, NEW.legal_name, NEW.status)
      ON CONFLICT (entity_id) DO UPDATE
      SET code = EXCLUDED.code, short_name = EXCLUDED.short_name, legal_name = EXCLUDED.legal_name, status = EXCLUDED.status;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entity_keeps_counterparty AFTER INSERT OR UPDATE ON entity FOR EACH ROW EXECUTE FUNCTION keep_counterparty();

ALTER TABLE counterparty ENABLE ROW LEVEL SECURITY;
ALTER TABLE counterparty FORCE ROW LEVEL SECURITY;
GRANT SELECT ON counterparty TO portal_entity, portal_global, portal_system;
GRANT INSERT, UPDATE ON counterparty TO portal_global, portal_system;
CREATE POLICY counterparty_for_all ON counterparty FOR SELECT TO portal_entity, portal_global, portal_system USING (true);
CREATE POLICY counterparty_by_trigger ON counterparty FOR INSERT TO portal_global, portal_system WITH CHECK (pg_trigger_depth() > 0);
CREATE POLICY counterparty_kept_by_trigger ON counterparty FOR UPDATE TO portal_global, portal_system
  USING (pg_trigger_depth() > 0) WITH CHECK (pg_trigger_depth() > 0);

-- Notes, reminders and authors are their own side's alone.
ALTER TABLE documentation_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE documentation_note FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON documentation_note TO portal_entity, portal_global, portal_system;
CREATE POLICY documentation_note_own_side ON documentation_note FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY documentation_note_all ON documentation_note FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY documentation_note_system ON documentation_note FOR ALL TO portal_system USING (true) WITH CHECK (true);

-- A status is for the two whom it is about: read by both, written by its owner.
CREATE POLICY documentation_facing_side ON documentation_status FOR SELECT TO portal_entity USING (counterparty_id = portal_current_entity());
