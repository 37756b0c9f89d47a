CREATE TYPE "public"."closed_reply" AS ENUM('follow_up', 'reopen');--> statement-breakpoint
ALTER TYPE "public"."outbound_purpose" ADD VALUE 'notification' BEFORE 'verify_email';--> statement-breakpoint
ALTER TABLE "inbound_mails" ALTER COLUMN "blob_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "from_address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "from_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "subject" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "automatic_kind" text;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth" jsonb;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth_client_secret_encrypted" "bytea";--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth_refresh_token_encrypted" "bytea";--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth_access_token_encrypted" "bytea";--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "oauth_error" text;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "signature" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "hourly_limit" integer;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "authserv_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "last_sent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "last_send_error" text;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "last_send_error_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "moved_from_ticket_id" uuid;--> statement-breakpoint
ALTER TABLE "queues" ADD COLUMN "closed_reply" "closed_reply" DEFAULT 'follow_up' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_mailed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_moved_from_ticket_id_tickets_id_fk" FOREIGN KEY ("moved_from_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbound_mails_quarantined_idx" ON "inbound_mails" USING btree ("received_at","id") WHERE state = 'quarantined';--> statement-breakpoint
CREATE INDEX "inbound_mails_by_mailbox_idx" ON "inbound_mails" USING btree ("mailbox_id","received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_outcome_idx" ON "inbound_mails" USING btree ("outcome","received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_ticket_idx" ON "inbound_mails" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_raw_idx" ON "inbound_mails" USING btree ("processed_at") WHERE blob_key is not null and state = 'done';--> statement-breakpoint
CREATE INDEX "inbound_mails_search_idx" ON "inbound_mails" USING gin (lower("from_address" || ' ' || "from_name" || ' ' || "subject" || ' ' || "rfc_message_id") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "outbound_mails_sent_idx" ON "outbound_mails" USING btree ("mailbox_id","sent_at") WHERE sent_at is not null;