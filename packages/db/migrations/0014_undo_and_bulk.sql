CREATE TYPE "public"."bulk_outcome" AS ENUM('waiting', 'changed', 'unchanged', 'failed');--> statement-breakpoint
CREATE TYPE "public"."bulk_state" AS ENUM('queued', 'running', 'stopped', 'done');--> statement-breakpoint
CREATE TABLE "bulk_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"creator_id" uuid NOT NULL,
	"via" text,
	"scopes" text[],
	"filter" text,
	"action" jsonb NOT NULL,
	"state" "bulk_state" DEFAULT 'queued' NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"undoes_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "bulk_items" (
	"bulk_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"outcome" "bulk_outcome" DEFAULT 'waiting' NOT NULL,
	"error_code" text,
	"event_id" uuid,
	CONSTRAINT "bulk_items_bulk_id_ticket_id_pk" PRIMARY KEY("bulk_id","ticket_id")
);
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "previous_title" text;--> statement-breakpoint
ALTER TABLE "bulk_acts" ADD CONSTRAINT "bulk_acts_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_acts" ADD CONSTRAINT "bulk_acts_undoes_id_bulk_acts_id_fk" FOREIGN KEY ("undoes_id") REFERENCES "public"."bulk_acts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_bulk_id_bulk_acts_id_fk" FOREIGN KEY ("bulk_id") REFERENCES "public"."bulk_acts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_acts_unfinished_idx" ON "bulk_acts" USING btree ("creator_id","created_at") WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "bulk_acts_by_created_idx" ON "bulk_acts" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "bulk_acts_by_undone_idx" ON "bulk_acts" USING btree ("undoes_id") WHERE undoes_id is not null;--> statement-breakpoint
CREATE INDEX "bulk_items_waiting_idx" ON "bulk_items" USING btree ("bulk_id","ticket_id") WHERE outcome = 'waiting';