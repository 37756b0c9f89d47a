CREATE TYPE "public"."draft_state" AS ENUM('open', 'sent', 'deleted');--> statement-breakpoint
CREATE TABLE "new_ticket_drafts" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"customer" text DEFAULT '' NOT NULL,
	"customer_name" text DEFAULT '' NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"queue_id" uuid,
	"priority" "ticket_priority" DEFAULT 'normal' NOT NULL,
	"is_mailed" boolean DEFAULT false NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"state" "draft_state" DEFAULT 'open' NOT NULL,
	"writer_id" uuid,
	"save_number" integer,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "state" "draft_state" DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "writer_id" uuid;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "save_number" integer;--> statement-breakpoint
ALTER TABLE "new_ticket_drafts" ADD CONSTRAINT "new_ticket_drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drafts_ended_idx" ON "drafts" USING btree ("updated_at") WHERE state <> 'open';