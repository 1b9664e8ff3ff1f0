-- Rolebook's roles and database, for an administrator of the PostgreSQL server (a superuser, or what a managed service calls one).
-- Read it, change what does not suit, run it once with psql; what is there already is kept. Passwords were made for this printing.

DO $$
DECLARE name text;
BEGIN
  -- What the portal's transactions run as. Row-level security binds them; they own nothing and nobody logs in as one.
  FOREACH name IN ARRAY ARRAY['portal_entity', 'portal_global', 'portal_system'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT', name);
    END IF;
  END LOOP;
  -- Owns the database and its tables: npm run db:migrate, as DATABASE_MIGRATION_URL.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rolebook_owner') THEN
    CREATE ROLE rolebook_owner LOGIN PASSWORD '<owner password>';
  END IF;
  -- The portal itself, as DATABASE_URL: may become the three roles above, and nothing else.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rolebook_app') THEN
    CREATE ROLE rolebook_app LOGIN NOINHERIT PASSWORD '<app password>';
  END IF;
  -- pg_dump: reads everything, past the policies that bind the owner as well, and writes nothing.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rolebook_backup') THEN
    CREATE ROLE rolebook_backup LOGIN BYPASSRLS PASSWORD '<backup password>';
  END IF;
END $$;

-- Whoever may create roles can reach programs on the server's machine, up to PostgreSQL 15: the owner needs none of that.
ALTER ROLE rolebook_owner NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
ALTER ROLE rolebook_app NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION NOINHERIT;
GRANT portal_entity, portal_global, portal_system TO rolebook_app;
ALTER ROLE rolebook_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO rolebook_backup;

-- Fails when it is there already, which does no harm. Any locale will do; the encoding must be UTF8.
CREATE DATABASE rolebook OWNER rolebook_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT, TEMPORARY ON DATABASE rolebook FROM PUBLIC;
GRANT CONNECT ON DATABASE rolebook TO rolebook_app, rolebook_backup;

-- Where an owner may not create extensions (some managed services), in that database: CREATE EXTENSION IF NOT EXISTS pg_trgm;
