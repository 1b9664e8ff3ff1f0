-- Whether an address has a user in an entity already, whatever its case: asked for each invitation, ten thousand at a time.
CREATE INDEX portal_user_address ON portal_user (entity_id, lower(email));
