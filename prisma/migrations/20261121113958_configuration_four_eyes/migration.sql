-- CreateEnum
CREATE TYPE "configuration_proposal_state" AS ENUM ('pending', 'approved', 'rejected', 'withdrawn', 'superseded');

-- CreateTable
CREATE TABLE "configuration_proposal" (
    "id" UUID NOT NULL,
    "state" "configuration_proposal_state" NOT NULL DEFAULT 'pending',
    "base_number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(3),
    "origin_id" UUID,
    "proposer_id" UUID NOT NULL,
    "proposer_oid" UUID NOT NULL,
    "proposer_email" TEXT NOT NULL,
    "proposer_name" TEXT NOT NULL,
    "proposer_entity_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decider_id" UUID,
    "decider_oid" UUID,
    "decider_email" TEXT,
    "decider_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "applied_number" INTEGER,

    CONSTRAINT "configuration_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "configuration_draft" (
    "author_id" UUID NOT NULL,
    "base_number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "configuration_draft_pkey" PRIMARY KEY ("author_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "configuration_proposal_applied_number_key" ON "configuration_proposal"("applied_number");

-- CreateIndex
CREATE INDEX "configuration_proposal_proposed_at_id_idx" ON "configuration_proposal"("proposed_at", "id");

-- CreateIndex
CREATE INDEX "configuration_proposal_state_proposed_at_id_idx" ON "configuration_proposal"("state", "proposed_at", "id");

-- CreateIndex
CREATE INDEX "configuration_proposal_state_applied_number_effective_at_idx" ON "configuration_proposal"("state", "applied_number", "effective_at");

-- From here on by hand: what the schema language cannot say.

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['configuration_proposal', 'configuration_draft'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  END LOOP;
END $$;

-- The configuration is the market's, not an entity's: whoever may propose or approve does so with and without Global.
CREATE POLICY configuration_proposal_for_all ON configuration_proposal FOR SELECT TO portal_entity, portal_global USING (true);
CREATE POLICY configuration_proposal_as_oneself ON configuration_proposal FOR INSERT TO portal_entity, portal_global
  WITH CHECK (proposer_id = portal_current_user() AND state = 'pending' AND decider_id IS NULL AND applied_number IS NULL);
CREATE POLICY configuration_proposal_settled ON configuration_proposal FOR UPDATE TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY configuration_proposal_system ON configuration_proposal FOR ALL TO portal_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON configuration_proposal TO portal_entity, portal_global, portal_system;
GRANT UPDATE (state, decider_id, decider_oid, decider_email, decider_name, decided_at, decision_reason, settled_at, applied_number)
  ON configuration_proposal TO portal_entity, portal_global;
GRANT UPDATE (state, settled_at, applied_number) ON configuration_proposal TO portal_system;

CREATE POLICY configuration_draft_own ON configuration_draft FOR ALL TO portal_entity, portal_global
  USING (author_id = portal_current_user()) WITH CHECK (author_id = portal_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON configuration_draft TO portal_entity, portal_global;

CREATE POLICY configuration_by_person ON configuration_version FOR INSERT TO portal_entity WITH CHECK (portal_current_user() IS NOT NULL);
GRANT INSERT ON configuration_version TO portal_entity;

-- Four eyes, whatever the code does: who decides is another account, another identity and another address than who proposed.
ALTER TABLE configuration_proposal
  ADD CONSTRAINT configuration_proposal_decider_whole CHECK (num_nulls(decider_id, decider_oid, decider_email, decider_name, decided_at) IN (0, 5)),
  ADD CONSTRAINT configuration_proposal_decided_by_another
    CHECK (decider_id IS NULL OR (decider_id <> proposer_id AND decider_oid <> proposer_oid AND lower(decider_email) <> lower(proposer_email))),
  ADD CONSTRAINT configuration_proposal_decided CHECK (state NOT IN ('approved', 'rejected') OR decider_id IS NOT NULL),
  ADD CONSTRAINT configuration_proposal_undecided CHECK (state <> 'pending' OR decider_id IS NULL),
  ADD CONSTRAINT configuration_proposal_rejected_why CHECK (state <> 'rejected' OR decision_reason IS NOT NULL),
  ADD CONSTRAINT configuration_proposal_applied CHECK (applied_number IS NULL OR (state = 'approved' AND applied_number = base_number + 1));

CREATE FUNCTION configuration_proposal_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a proposal is never removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.base_number, NEW.content, NEW.hash, NEW.reason, NEW.effective_at, NEW.origin_id, NEW.proposer_id, NEW.proposer_oid,
      NEW.proposer_email, NEW.proposer_name, NEW.proposer_entity_id, NEW.proposed_at)
    IS DISTINCT FROM (OLD.id, OLD.base_number, OLD.content, OLD.hash, OLD.reason, OLD.effective_at, OLD.origin_id, OLD.proposer_id, OLD.proposer_oid,
      OLD.proposer_email, OLD.proposer_name, OLD.proposer_entity_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'what a proposal says never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT (OLD.state = 'pending' OR (OLD.state = 'approved' AND OLD.applied_number IS NULL AND NEW.state IN ('approved', 'superseded', 'withdrawn'))) THEN
    RAISE EXCEPTION 'this proposal is settled' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.decider_id IS DISTINCT FROM OLD.decider_id AND (OLD.decider_id IS NOT NULL OR NEW.decider_id IS DISTINCT FROM portal_current_user()) THEN
    RAISE EXCEPTION 'a decision is made by oneself, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'withdrawn' AND OLD.proposer_id IS DISTINCT FROM portal_current_user() THEN
    RAISE EXCEPTION 'a proposal is withdrawn by its proposer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER configuration_proposal_kept BEFORE UPDATE OR DELETE ON configuration_proposal
  FOR EACH ROW EXECUTE FUNCTION configuration_proposal_keeps_its_word();
ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_kept;

-- A version is inserted once, and after the first one only as what somebody approved.
CREATE FUNCTION configuration_version_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT FROM configuration_proposal p
    WHERE p.applied_number = NEW.number AND p.state = 'approved' AND p.decider_id IS NOT NULL AND p.hash = NEW.hash AND p.content = NEW.content) THEN
    RAISE EXCEPTION 'nobody approved this version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION configuration_version_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'configuration_version is insert-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER configuration_version_approved BEFORE INSERT ON configuration_version
  FOR EACH ROW EXECUTE FUNCTION configuration_version_was_approved();
CREATE TRIGGER configuration_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON configuration_version
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_version_is_insert_only();
ALTER TABLE configuration_version ENABLE ALWAYS TRIGGER configuration_version_approved;
ALTER TABLE configuration_version ENABLE ALWAYS TRIGGER configuration_version_no_change;
