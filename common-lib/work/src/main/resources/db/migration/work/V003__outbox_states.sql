-- A message is claimed, sent outside any transaction, and then removed; one that no broker will ever take is set aside.
ALTER TABLE outbox ADD COLUMN status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sending', 'refused'));
ALTER TABLE outbox ADD COLUMN attempts int NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN not_before timestamptz;
ALTER TABLE outbox ADD COLUMN claimed_until timestamptz;
ALTER TABLE outbox ADD COLUMN problem text;
COMMENT ON COLUMN outbox.status IS 'pending: waits for a relay; sending: a relay has it until claimed_until; refused: set aside, see problem';
COMMENT ON COLUMN outbox.problem IS 'Why the last attempt at sending failed';
-- For the order of a key: what waits before a message.
CREATE INDEX outbox_by_key ON outbox (topic, key, id);
CREATE INDEX outbox_to_send ON outbox (id) WHERE status <> 'refused';
