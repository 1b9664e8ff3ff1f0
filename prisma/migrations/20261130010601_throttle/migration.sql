-- CreateTable
CREATE TABLE "throttle" (
    "name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("name","subject")
);

-- CreateIndex
CREATE INDEX "throttle_ends_at_idx" ON "throttle"("ends_at");

-- From here on by hand: what the schema language cannot say.

-- Whoever is limited must not be able to lower the count: within a window it only rises, and a window only starts when the last one is over.
CREATE FUNCTION throttle_counts_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.ends_at > now() AND (TG_OP = 'DELETE' OR NEW.count < OLD.count OR NEW.ends_at <> OLD.ends_at) THEN
    RAISE EXCEPTION 'throttle only counts up: % within the window is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.count < 1 OR NEW.ends_at > now() + interval '25 hours' THEN
    RAISE EXCEPTION 'throttle counts from 1, for a day at most' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER throttle_counts_up BEFORE INSERT OR UPDATE OR DELETE ON throttle FOR EACH ROW EXECUTE FUNCTION throttle_counts_up();

ALTER TABLE throttle ENABLE ROW LEVEL SECURITY;
ALTER TABLE throttle FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (count, ends_at) ON throttle TO portal_entity, portal_global, portal_system;
GRANT DELETE ON throttle TO portal_system;
-- One address is written to from several entities, so the count is one for all. Subjects are keyed hashes: a row says nothing of anybody.
CREATE POLICY throttle_signed_in ON throttle FOR ALL TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY throttle_system ON throttle FOR ALL TO portal_system USING (true) WITH CHECK (true);
