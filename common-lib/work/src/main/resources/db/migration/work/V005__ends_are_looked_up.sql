-- Facts are hints: ingestion, which closes cycles, looks up in the owner's schema how a run ended.
DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO ingestion', current_schema());
    EXECUTE format('GRANT SELECT ON %I.run TO ingestion', current_schema());
END $$;
