-- Searches fold what is stored as they fold what is asked for: accents, capitals, composed and decomposed letters, blanks and dashes of every
-- kind. Unicode's own rules by a named collation, so that the database's locale has no say; lib/lists/fold.ts says the same of a query.
CREATE FUNCTION portal_search_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN octet_length(value) = length(value)
    THEN translate(lower(value COLLATE "C"), E' \t\n\r.,@''`_+/()-', repeat('ǀ', 15)) COLLATE "C"
    ELSE translate(
      replace(replace(replace(
        lower(regexp_replace(normalize(value, NFKD),
          '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]',
          '', 'g') COLLATE "und-x-icu"),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
      E' \t\n\r.,@''\u2019\u2018\u02bc\u02bb`_+/()\u1680\u00b7\u058a\u05be\u1400\u1806\u2010\u2012\u2013\u2014\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0-\u00f8\u0142\u0111\u00f0\u0127\u0167\u0131\u03c2',
      repeat('ǀ', 40) || 'olddhtiσ') COLLATE "C"
  END
$$;
REVOKE ALL ON FUNCTION portal_search_text(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_search_text(text) TO portal_entity, portal_global, portal_system;

-- Names are ordered by one collation wherever the portal runs, not by the locale that the database happened to be made with.
DROP INDEX "portal_user_search_idx";
ALTER TABLE "portal_user" DROP COLUMN "searched";
ALTER TABLE "portal_user" ALTER COLUMN "display_name" TYPE TEXT COLLATE "und-x-icu";
ALTER TABLE "portal_user" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || display_name || '  ' || email)) STORED;
CREATE INDEX "portal_user_search_idx" ON "portal_user" USING GIN ("searched" gin_trgm_ops);

DROP INDEX "entity_search_idx";
ALTER TABLE "entity" ALTER COLUMN "legal_name" TYPE TEXT COLLATE "und-x-icu", ALTER COLUMN "short_name" TYPE TEXT COLLATE "und-x-icu";
ALTER TABLE "entity" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || legal_name || '  ' || short_name || '  ' || code)) STORED;
CREATE INDEX "entity_search_idx" ON "entity" USING GIN ("searched" gin_trgm_ops);

ALTER TABLE "counterparty" ALTER COLUMN "legal_name" TYPE TEXT COLLATE "und-x-icu", ALTER COLUMN "short_name" TYPE TEXT COLLATE "und-x-icu";
ALTER TABLE "counterparty" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || legal_name || '  ' || short_name || '  ' || code)) STORED;

DROP INDEX "invitation_search_idx";
DROP INDEX "invitation_name_search_idx";
ALTER TABLE "invitation" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || name || '  ' || email)) STORED;
CREATE INDEX "invitation_search_idx" ON "invitation" USING GIN ("searched" gin_trgm_ops);

DROP INDEX "support_request_search_idx";
ALTER TABLE "support_request" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || subject)) STORED;
CREATE INDEX "support_request_search_idx" ON "support_request" USING GIN ("searched" gin_trgm_ops);

DROP INDEX "mail_search_idx";
ALTER TABLE "mail_message" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || to_address || '  ' || subject)) STORED;
CREATE INDEX "mail_search_idx" ON "mail_message" USING GIN ("searched" gin_trgm_ops);

-- The log: who, about whom, what, why and from where.
ALTER TABLE "audit_event" ADD COLUMN "searched" TEXT COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (portal_search_text(' ' || coalesce(actor_name, '') || '  ' || coalesce(actor_login, '') || '  ' || coalesce(target_label, '') || '  ' || action || '  '
    || coalesce(reason_code, '') || '  ' || coalesce(reason, '') || '  ' || coalesce(source_address, ''))) STORED;
CREATE INDEX "audit_event_search_idx" ON "audit_event" USING GIN ("searched" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "audit_event_outcome_at_id_idx" ON "audit_event"("outcome", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_kind_at_id_idx" ON "audit_event"("kind", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_purpose_at_id_idx" ON "audit_event"("purpose", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "directory_write_state_user_id_idx" ON "directory_write"("state", "user_id");
