CREATE TYPE "public"."older_mail" AS ENUM('none', 'open', 'closed');--> statement-breakpoint
CREATE TYPE "public"."spam_filters" AS ENUM('all', 'spamassassin', 'none');--> statement-breakpoint
CREATE TYPE "public"."mail_encryption" AS ENUM('smime', 'pgp');--> statement-breakpoint
ALTER TYPE "public"."link_kind" ADD VALUE 'same_mail';--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "thread_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "written_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "arrived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "takes_mail_from" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "older_mail" "older_mail" DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "acknowledges" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "spam_filters" "spam_filters" DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "refuses_signed_senders_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reply_to_addresses" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "invitation" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "encryption" "mail_encryption";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "spam_reason" text;--> statement-breakpoint
CREATE INDEX "inbound_mails_by_thread_idx" ON "inbound_mails" USING gin ("thread_ids");--> statement-breakpoint
-- Mailboxes that are read already have no older mail: what waits for this version to run is new.
UPDATE "mailboxes" SET "takes_mail_from" = "created_at";
