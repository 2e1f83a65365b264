-- Schemas of the platform, inside database "manymodels" and after roles.sql. Run as superuser, any number of times.
-- Tables, and the grants on them, are Flyway migrations of the schema's owner.
SET client_min_messages = warning;

REVOKE ALL ON DATABASE manymodels FROM PUBLIC;
GRANT CONNECT ON DATABASE manymodels TO services, reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS catalog AUTHORIZATION ingestion;
CREATE SCHEMA IF NOT EXISTS training AUTHORIZATION training;
CREATE SCHEMA IF NOT EXISTS production AUTHORIZATION promotion;
CREATE SCHEMA IF NOT EXISTS predictions AUTHORIZATION scoring;
CREATE SCHEMA IF NOT EXISTS realtime AUTHORIZATION realtime;
CREATE SCHEMA IF NOT EXISTS reporting AUTHORIZATION scoring;

ALTER ROLE ingestion IN DATABASE manymodels SET search_path = catalog;
ALTER ROLE training IN DATABASE manymodels SET search_path = training;
ALTER ROLE promotion IN DATABASE manymodels SET search_path = production;
ALTER ROLE scoring IN DATABASE manymodels SET search_path = predictions;
ALTER ROLE realtime IN DATABASE manymodels SET search_path = realtime;
ALTER ROLE reader IN DATABASE manymodels SET search_path = reporting;

-- Every service publishes views for people in "reporting"; the reader may select all of them, whoever made them.
GRANT USAGE, CREATE ON SCHEMA reporting TO services;
GRANT USAGE ON SCHEMA reporting TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE ingestion, training, promotion, scoring, realtime IN SCHEMA reporting
  GRANT SELECT ON TABLES TO reader;
