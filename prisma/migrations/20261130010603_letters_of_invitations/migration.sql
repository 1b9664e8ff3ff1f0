-- Within an entity, whoever may send invitations sees the letters of invitations, and no letter about roles, requests or configuration.
-- Writing one takes no reading: every command may still queue its letters.
DROP POLICY mail_message_own_entity ON mail_message;
CREATE POLICY mail_message_own_invitations ON mail_message FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity() AND template = 'invitation') WITH CHECK (entity_id = portal_current_entity());
