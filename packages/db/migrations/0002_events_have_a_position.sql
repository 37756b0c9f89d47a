-- The order in which a program reads events: by the transaction that wrote them. ADR 0026 says why. What is added to the
-- number of the transaction makes up for a database that was moved to another cluster: see `event-positions.ts`.
CREATE FUNCTION event_position(xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 0 + $1::text::bigint;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "position" bigint DEFAULT event_position(pg_current_xact_id()) NOT NULL;--> statement-breakpoint
CREATE INDEX "events_by_position_idx" ON "events" USING btree ("position","id");