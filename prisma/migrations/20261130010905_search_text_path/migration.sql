-- Temporary types come last for every function of ours.
ALTER FUNCTION portal_search_text(text) SET search_path = pg_catalog, pg_temp;
