-- Whether two entities may trade, for filters and counts; lib/documentation/may-trade.ts says the same to people, and a test compares them.
CREATE FUNCTION portal_may_trade(documents documentation_state, status entity_status, other_documents documentation_state, other_status entity_status)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(documents = 'docs_in_place' AND other_documents = 'docs_in_place', false) AND status = 'active' AND other_status = 'active';
