-- Roles of the platform, for the whole server. Run as superuser, any number of times; passwords are set apart from this
-- file by whoever runs it. The local stack, compose and Helm all run this one.
SET client_min_messages = warning;

DO $$
DECLARE
  login text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'services') THEN
    CREATE ROLE services NOLOGIN;
  END IF;
  FOREACH login IN ARRAY ARRAY['ingestion', 'training', 'promotion', 'scoring', 'realtime'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 40 IN ROLE services', login);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN
    CREATE ROLE reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 40;
  END IF;
END
$$;

REVOKE CONNECT, TEMPORARY ON DATABASE postgres FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE template1 FROM PUBLIC;
