-- A process that answers requests asks which migrations the database has: names and times, and nothing else of that table.
-- It is not there where migrations are only compared with the schema.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    GRANT SELECT (migration_name, finished_at, rolled_back_at) ON public._prisma_migrations TO portal_system;
  END IF;
END $$;
