-- Four eyes compare accounts and identities in the directory. An address is a label: whoever gives one operator the address of
-- another must not take the second pair of eyes away.
ALTER TABLE configuration_proposal
  DROP CONSTRAINT configuration_proposal_decided_by_another,
  ADD CONSTRAINT configuration_proposal_decided_by_another
    CHECK (decider_id IS NULL OR (decider_id <> proposer_id AND decider_oid <> proposer_oid));
