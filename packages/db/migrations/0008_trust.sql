CREATE TYPE "public"."sender_verdict" AS ENUM('authenticated', 'unknown', 'contradicted');--> statement-breakpoint
ALTER TYPE "public"."inbound_outcome" ADD VALUE 'held';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'held';--> statement-breakpoint
ALTER TYPE "public"."outbound_purpose" ADD VALUE 'account_notice';--> statement-breakpoint
CREATE TABLE "user_addresses" (
	"address" "citext" PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "removed_participants" (
	"ticket_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "removed_participants_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_note_is_staff";--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_ticket_id_tickets_id_fk";
--> statement-breakpoint
DROP INDEX "outbound_recipients_by_address_idx";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "via" text;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "client_address" text;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "client_name" text;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "sender_verdict" "sender_verdict";--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "verdict_reason" text;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "authentication" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "sender_verdict" "sender_verdict";--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD COLUMN "reply_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbound_recipients" ADD COLUMN "normal_address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbound_recipients" ADD COLUMN "reply_address" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "held_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "last_held_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user_addresses" ADD CONSTRAINT "user_addresses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_participants" ADD CONSTRAINT "removed_participants_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_participants" ADD CONSTRAINT "removed_participants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_addresses_by_user_idx" ON "user_addresses" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "outbound_recipients_by_reply_address_idx" ON "outbound_recipients" USING btree (lower("reply_address"));--> statement-breakpoint
CREATE INDEX "outbound_recipients_by_normal_address_idx" ON "outbound_recipients" USING btree ("normal_address","updated_at");--> statement-breakpoint
CREATE INDEX "ticket_participants_by_user_idx" ON "ticket_participants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "tickets_held_idx" ON "tickets" USING btree ("last_held_at","id") WHERE held_count > 0;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_note_is_staff" CHECK ("messages"."kind" <> 'note' or "messages"."is_from_staff");--> statement-breakpoint
UPDATE "messages" SET "sender_verdict" = (CASE WHEN "is_from_verified_sender" THEN 'unknown' ELSE 'contradicted' END)::"sender_verdict" WHERE "inbound_mail_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "is_from_verified_sender";
