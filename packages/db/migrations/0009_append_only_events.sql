CREATE TABLE "deletion_reasons" (
	"ticket_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "deletion_reasons_by_time_idx" ON "deletion_reasons" USING btree ("created_at");--> statement-breakpoint
-- Events written before this version held personal text: titles, tag names, addresses, server responses and reasons.
UPDATE "events" SET "payload" = '{}' WHERE "type" = 'ticket.renamed';--> statement-breakpoint
UPDATE "events" SET "payload" = coalesce((SELECT jsonb_build_object('tagId', "tags"."id") FROM "tags" WHERE "tags"."name" = ("events"."payload" ->> 'tag')::citext), '{}') WHERE "type" IN ('ticket.tagged', 'ticket.untagged');--> statement-breakpoint
UPDATE "events" SET "payload" = "payload" - 'reason' WHERE "type" = 'ticket.deleted';--> statement-breakpoint
UPDATE "events" SET "payload" = "payload" - 'address' - 'response' WHERE "type" = 'mail.failed';--> statement-breakpoint
-- Errors of failed jobs held SQL with its parameters.
DO $$ BEGIN
  IF to_regclass('graphile_worker._private_jobs') IS NOT NULL THEN
    UPDATE graphile_worker._private_jobs SET last_error = 'removed by an upgrade' WHERE last_error IS NOT NULL;
  END IF;
END $$;--> statement-breakpoint
CREATE FUNCTION "refuse_event_change"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'events are append-only: % is not allowed', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_event_change"();--> statement-breakpoint
-- Also while a replica or a restore applies changes.
ALTER TABLE "events" ENABLE ALWAYS TRIGGER "events_append_only";
