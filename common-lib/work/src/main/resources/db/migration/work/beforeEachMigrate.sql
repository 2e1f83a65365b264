-- A lock that is asked for stops all who come after. Whoever waits longer gives way, and the migration is tried again: PatientMigration.
SET LOCAL lock_timeout = '2s';
