-- Trusted extensions: an owner of the database may create them (PostgreSQL 13 and later).
CREATE EXTENSION IF NOT EXISTS citext;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;
