-- docs/adr/0011-rows-by-the-key-have-no-foreign-keys.md; verdicts go before their promotion does.
ALTER TABLE production.verdict DROP CONSTRAINT IF EXISTS verdict_run_id_fkey;

-- Most verdicts are to promote, and those are found by the primary key as soon.
DROP INDEX production.verdict_decision;
CREATE INDEX verdict_decision ON production.verdict (run_id, decision, key) WHERE decision <> 'promote';
