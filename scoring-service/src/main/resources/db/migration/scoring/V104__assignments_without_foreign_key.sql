-- docs/adr/0011-rows-by-the-key-have-no-foreign-keys.md; the sweep of each run removes its assignments.
ALTER TABLE assignment DROP CONSTRAINT IF EXISTS assignment_run_id_fkey;
