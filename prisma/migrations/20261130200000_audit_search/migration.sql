-- The log is searched in one line, and an entity reads its own activity.

-- Opening a page leaves decisions: `page_view` lets the log fold them. What is on the record already is told by the names of the queries that there
-- have been; the row is rewritten, as no statement may update it.
ALTER TABLE audit_event ADD COLUMN page_view boolean NOT NULL DEFAULT false;
ALTER TABLE audit_event ALTER COLUMN page_view TYPE boolean USING (
  kind = 'decision' AND (purpose = 'visibility' OR (outcome = 'grant' AND action IN (
    'access.view', 'audit.entry', 'audit.list', 'configuration.draft', 'configuration.overview', 'configuration.proposal', 'configuration.proposals',
    'configuration.section', 'configuration.version', 'configuration.view', 'configuration.viewVersion', 'diagnostics.read', 'directory.drift',
    'directory.driftOfOne', 'directory.writes', 'documentation.counterparties', 'documentation.counterparty', 'documentation.matrix', 'documentation.pair',
    'documentation.pairs', 'documentation.summary', 'entities.list', 'entities.new', 'entities.own', 'entities.toChange', 'entities.view', 'home.overview',
    'home.read', 'home.unknownAddress', 'invitations.list', 'invitations.listProgress', 'invitations.many', 'invitations.new', 'invitations.toDelete',
    'invitations.toSend', 'invitations.view', 'jobs.list', 'mail.list', 'mail.view', 'market.operations', 'market.resetForm', 'market.step', 'roles.choose',
    'roles.request', 'roles.requests', 'support.accessForm', 'support.list', 'support.newRequest', 'support.ownRequest', 'support.ownRequests',
    'support.view', 'users.bulkForm', 'users.bulkResults', 'users.bulkRun', 'users.export', 'users.list', 'users.manage', 'users.toTerminate', 'users.view'))));
ALTER TABLE audit_event ALTER COLUMN schema_version SET DEFAULT 2;
GRANT INSERT (page_view) ON audit_event TO portal_entity, portal_global;

-- What the log shows first, what it folds, and its bars, which need no row: only whether it was refused.
CREATE INDEX audit_event_acts_idx ON audit_event (at DESC, id DESC) INCLUDE (outcome, purpose) WHERE NOT page_view;
CREATE INDEX audit_event_page_views_idx ON audit_event (at DESC, id DESC) WHERE page_view AND purpose = 'access';
CREATE INDEX audit_event_action_at_id_idx ON audit_event (action, at DESC, id DESC);
CREATE INDEX audit_event_session_id_at_idx ON audit_event (session_id, at DESC) WHERE session_id IS NOT NULL;
CREATE INDEX audit_event_refused_people_idx ON audit_event (actor_entity_id, at DESC, id DESC) WHERE kind = 'decision' AND outcome = 'deny';

-- An entity reads what was changed in it, whoever changed it, and what its own people did there. What operators only looked at, or were refused, is
-- not its to know.
DROP POLICY audit_about_own_entity ON audit_event;
CREATE POLICY audit_changes_of_own_entity ON audit_event FOR SELECT TO portal_entity
  USING (target_entity_id = portal_current_entity() AND (kind = 'change' OR actor_entity_id = portal_current_entity()));
-- What its people were refused that belongs to no entity, or to one that they could not see.
CREATE POLICY audit_refusals_of_own_people ON audit_event FOR SELECT TO portal_entity
  USING (actor_entity_id = portal_current_entity() AND kind = 'decision' AND outcome = 'deny'
    AND (target_entity_id IS NULL OR target_entity_id = '00000000-0000-0000-0000-000000000000'));
