-- No address holds a blank, so a search for words asks the names alone.
UPDATE portal_user SET email = replace(email, ' ', '') WHERE position(' ' IN email) > 0;
ALTER TABLE portal_user ADD CONSTRAINT portal_user_address_without_blanks CHECK (position(' ' IN email) = 0);
