-- Refused sign-ins are counted for accounts as well, and for all strangers together: whom a count is about is kept with it.

ALTER TABLE refused_sign_in RENAME COLUMN network TO subject;
ALTER TABLE refused_sign_in ADD COLUMN kind text NOT NULL DEFAULT 'network', ADD COLUMN actor jsonb;
ALTER TABLE refused_sign_in ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE refused_sign_in DROP CONSTRAINT refused_sign_in_pkey, ADD CONSTRAINT refused_sign_in_pkey PRIMARY KEY (kind, subject);
