-- The job queue keeps its tables in order by itself, in this schema. It is made here because the web's
-- role may make none.
CREATE SCHEMA IF NOT EXISTS pgboss;
