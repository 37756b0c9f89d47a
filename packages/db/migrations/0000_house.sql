-- Trusted extensions: an owner of the database may create them (PostgreSQL 13 and later).
CREATE EXTENSION IF NOT EXISTS citext;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;

--> statement-breakpoint
CREATE TYPE "public"."token_kind" AS ENUM('verify_email', 'reset_password');--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'system');--> statement-breakpoint
CREATE TYPE "public"."audience" AS ENUM('staff', 'customer');--> statement-breakpoint
CREATE TYPE "public"."inbound_outcome" AS ENUM('created', 'appended', 'bounce', 'auto_reply', 'loop', 'duplicate', 'rejected', 'quarantined', 'held');--> statement-breakpoint
CREATE TYPE "public"."inbound_state" AS ENUM('received', 'done', 'quarantined');--> statement-breakpoint
CREATE TYPE "public"."mail_source" AS ENUM('imap', 'smtp', 'lmtp', 'pipe');--> statement-breakpoint
CREATE TYPE "public"."sender_verdict" AS ENUM('authenticated', 'unknown', 'contradicted');--> statement-breakpoint
CREATE TYPE "public"."older_mail" AS ENUM('none', 'open', 'closed');--> statement-breakpoint
CREATE TYPE "public"."spam_filters" AS ENUM('all', 'spamassassin', 'none');--> statement-breakpoint
CREATE TYPE "public"."mail_encryption" AS ENUM('smime', 'pgp');--> statement-breakpoint
CREATE TYPE "public"."message_kind" AS ENUM('public', 'note', 'held');--> statement-breakpoint
CREATE TYPE "public"."delivery_status" AS ENUM('queued', 'sent', 'caught', 'failed', 'unknown', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."outbound_purpose" AS ENUM('reply', 'acknowledgement', 'notification', 'verify_email', 'account_exists', 'password_reset', 'account_notice');--> statement-breakpoint
CREATE TYPE "public"."recipient_kind" AS ENUM('to', 'cc', 'bcc');--> statement-breakpoint
CREATE TYPE "public"."closed_reply" AS ENUM('follow_up', 'reopen');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('admin', 'agent', 'customer');--> statement-breakpoint
CREATE TYPE "public"."channel" AS ENUM('email', 'web', 'api', 'phone');--> statement-breakpoint
CREATE TYPE "public"."link_kind" AS ENUM('follow_up', 'follows', 'suggested', 'same_mail');--> statement-breakpoint
CREATE TYPE "public"."ticket_priority" AS ENUM('low', 'normal', 'high', 'urgent');--> statement-breakpoint
CREATE TYPE "public"."ticket_status" AS ENUM('new', 'open', 'resolved', 'closed');--> statement-breakpoint
CREATE TYPE "public"."webhook_status" AS ENUM('waiting', 'delivered', 'failed');--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "token_kind" NOT NULL,
	"hash" text NOT NULL,
	"user_id" uuid,
	"payload" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"family_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "token_families" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "deletion_reasons" (
	"ticket_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"audience" "audience" NOT NULL,
	"ticket_id" uuid,
	"ticket_version" integer,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"via" text,
	"cause" text[] DEFAULT '{}' NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"call_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "inbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"source" "mail_source" NOT NULL,
	"uid_validity" bigint,
	"uid" bigint,
	"rfc_message_id" text NOT NULL,
	"thread_ids" text[] DEFAULT '{}' NOT NULL,
	"written_at" timestamp (3) with time zone,
	"arrived_at" timestamp (3) with time zone,
	"older" "older_mail",
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"blob_key" text,
	"from_address" text DEFAULT '' NOT NULL,
	"from_name" text DEFAULT '' NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"envelope_from" text,
	"envelope_to" text[] DEFAULT '{}' NOT NULL,
	"client_address" text,
	"client_name" text,
	"sender_verdict" "sender_verdict",
	"verdict_reason" text,
	"authentication" jsonb,
	"state" "inbound_state" DEFAULT 'received' NOT NULL,
	"outcome" "inbound_outcome",
	"automatic_kind" text,
	"reason" text,
	"rule" text,
	"ticket_id" uuid,
	"parser_version" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "inbound_mails_by_uid" UNIQUE("mailbox_id","uid_validity","uid"),
	CONSTRAINT "inbound_mails_by_content" UNIQUE("mailbox_id","rfc_message_id","sha256"),
	CONSTRAINT "inbound_mails_outcome" CHECK (("inbound_mails"."state" = 'received') = ("inbound_mails"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" "citext" NOT NULL,
	"aliases" "citext"[] DEFAULT '{}' NOT NULL,
	"display_name" text NOT NULL,
	"queue_id" uuid NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"imap" jsonb,
	"imap_password_encrypted" "bytea",
	"smtp" jsonb,
	"smtp_password_encrypted" "bytea",
	"oauth" jsonb,
	"oauth_client_secret_encrypted" "bytea",
	"oauth_refresh_token_encrypted" "bytea",
	"oauth_access_token_encrypted" "bytea",
	"oauth_expires_at" timestamp (3) with time zone,
	"oauth_error" text,
	"signature" text DEFAULT '' NOT NULL,
	"hourly_limit" integer,
	"takes_mail_from" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"older_mail" "older_mail" DEFAULT 'none' NOT NULL,
	"acknowledges" boolean DEFAULT true NOT NULL,
	"spam_filters" "spam_filters" DEFAULT 'all' NOT NULL,
	"authserv_id" text DEFAULT '' NOT NULL,
	"uid_validity" bigint,
	"last_uid" bigint DEFAULT 0 NOT NULL,
	"last_read_at" timestamp (3) with time zone,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"last_sent_at" timestamp (3) with time zone,
	"last_send_error" text,
	"last_send_error_at" timestamp (3) with time zone,
	"send_failing_since" timestamp (3) with time zone,
	"send_paused_until" timestamp (3) with time zone,
	"refuses_signed_senders_since" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mailboxes_name_unique" UNIQUE("name"),
	CONSTRAINT "mailboxes_address_unique" UNIQUE("address"),
	CONSTRAINT "mailboxes_last_uid" CHECK ("mailboxes"."last_uid" >= 0)
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"message_id" uuid,
	"uploader_id" uuid,
	"filename" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"blob_key" text NOT NULL,
	"content_id" text,
	"is_inline" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attachments_owned" CHECK ("attachments"."message_id" is not null or "attachments"."uploader_id" is not null),
	CONSTRAINT "attachments_size" CHECK ("attachments"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"user_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"kind" "message_kind" NOT NULL,
	"html" text NOT NULL,
	"to_addresses" text[] DEFAULT '{}' NOT NULL,
	"cc_addresses" text[] DEFAULT '{}' NOT NULL,
	"bcc_addresses" text[] DEFAULT '{}' NOT NULL,
	"attachment_ids" uuid[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_user_id_ticket_id_pk" PRIMARY KEY("user_id","ticket_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"kind" "message_kind" NOT NULL,
	"channel" "channel" NOT NULL,
	"author_id" uuid NOT NULL,
	"is_from_staff" boolean NOT NULL,
	"sender_verdict" "sender_verdict",
	"text" text NOT NULL,
	"html" text,
	"quoted_text" text,
	"quoted_html" text,
	"parser_version" integer,
	"to_addresses" text[] DEFAULT '{}' NOT NULL,
	"cc_addresses" text[] DEFAULT '{}' NOT NULL,
	"bcc_addresses" text[] DEFAULT '{}' NOT NULL,
	"reply_to_addresses" text[] DEFAULT '{}' NOT NULL,
	"invitation" jsonb,
	"encryption" "mail_encryption",
	"rfc_message_id" text,
	"inbound_mail_id" uuid,
	"threading_rule" text,
	"threading_reason" text,
	"suggested_ticket_id" uuid,
	"moved_from_ticket_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_note_is_staff" CHECK ("messages"."kind" <> 'note' or "messages"."is_from_staff")
);
--> statement-breakpoint
CREATE TABLE "outbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" "outbound_purpose" NOT NULL,
	"ticket_id" uuid,
	"message_id" uuid,
	"mailbox_id" uuid NOT NULL,
	"rfc_message_id" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"from_address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text,
	"blob_key" text,
	"envelope_from" text NOT NULL,
	"reply_name" text DEFAULT '' NOT NULL,
	"is_secret" boolean DEFAULT false NOT NULL,
	"status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"leased_by" text,
	"first_tried_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbound_mails_rfc_message_id_unique" UNIQUE("rfc_message_id"),
	CONSTRAINT "outbound_mails_dedupe_key_unique" UNIQUE("dedupe_key"),
	CONSTRAINT "outbound_mails_next" CHECK (("outbound_mails"."status" in ('queued', 'unknown')) = ("outbound_mails"."next_attempt_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "outbound_recipients" (
	"mail_id" uuid NOT NULL,
	"address" "citext" NOT NULL,
	"normal_address" text DEFAULT '' NOT NULL,
	"reply_address" text,
	"kind" "recipient_kind" NOT NULL,
	"status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"response" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outbound_recipients_mail_id_address_pk" PRIMARY KEY("mail_id","address")
);
--> statement-breakpoint
CREATE TABLE "organisation_domains" (
	"domain" "citext" PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organisations_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "queue_members" (
	"queue_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "queue_members_user_id_queue_id_pk" PRIMARY KEY("user_id","queue_id"),
	CONSTRAINT "queue_members_by_queue" UNIQUE("queue_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	"closed_reply" "closed_reply" DEFAULT 'follow_up' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "queues_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "user_addresses" (
	"address" "citext" PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" "citext" NOT NULL,
	"role" "role" NOT NULL,
	"password_hash" text,
	"organisation_id" uuid,
	"email_verified_at" timestamp (3) with time zone,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_mailed" boolean DEFAULT false NOT NULL,
	"sessions_valid_from" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "removed_participants" (
	"ticket_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "removed_participants_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	CONSTRAINT "tags_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "ticket_links" (
	"ticket_id" uuid NOT NULL,
	"linked_ticket_id" uuid NOT NULL,
	"kind" "link_kind" NOT NULL,
	CONSTRAINT "ticket_links_ticket_id_linked_ticket_id_kind_pk" PRIMARY KEY("ticket_id","linked_ticket_id","kind"),
	CONSTRAINT "ticket_links_not_itself" CHECK ("ticket_links"."ticket_id" <> "ticket_links"."linked_ticket_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_participants" (
	"ticket_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "ticket_participants_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_reads" (
	"user_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ticket_reads_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_tags" (
	"ticket_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	CONSTRAINT "ticket_tags_ticket_id_tag_id_pk" PRIMARY KEY("ticket_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "tickets_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1001 CACHE 1),
	"title" text NOT NULL,
	"status" "ticket_status" DEFAULT 'new' NOT NULL,
	"priority" "ticket_priority" DEFAULT 'normal' NOT NULL,
	"channel" "channel" NOT NULL,
	"queue_id" uuid NOT NULL,
	"assignee_id" uuid,
	"customer_id" uuid NOT NULL,
	"organisation_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"waiting_since" timestamp (3) with time zone,
	"last_customer_message_at" timestamp (3) with time zone,
	"last_message_at" timestamp (3) with time zone,
	"last_message_preview" text,
	"last_message_author_id" uuid,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"is_held" boolean DEFAULT false NOT NULL,
	"held_count" integer DEFAULT 0 NOT NULL,
	"last_held_at" timestamp (3) with time zone,
	"spam_reason" text,
	CONSTRAINT "tickets_number_unique" UNIQUE("number"),
	CONSTRAINT "tickets_resolved_at" CHECK (("tickets"."status" <> 'resolved') or "tickets"."resolved_at" is not null),
	CONSTRAINT "tickets_closed_at" CHECK (("tickets"."status" = 'closed') = ("tickets"."closed_at" is not null)),
	CONSTRAINT "tickets_title" CHECK (length("tickets"."title") between 1 and 250)
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"q" text NOT NULL,
	"filter" jsonb NOT NULL,
	"sort" text NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" "webhook_status" DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"response_status" integer,
	"response" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_once" UNIQUE("webhook_id","event_id"),
	CONSTRAINT "webhook_deliveries_next" CHECK (("webhook_deliveries"."status" = 'waiting') = ("webhook_deliveries"."next_attempt_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret_encrypted" "bytea" NOT NULL,
	"event_types" text[] NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"last_failed_at" timestamp (3) with time zone,
	"switched_off_at" timestamp (3) with time zone,
	"switched_off_reason" text,
	"created_by_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_family_id_token_families_id_fk" FOREIGN KEY ("family_id") REFERENCES "public"."token_families"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_families" ADD CONSTRAINT "token_families_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_uploader_id_users_id_fk" FOREIGN KEY ("uploader_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_inbound_mail_id_inbound_mails_id_fk" FOREIGN KEY ("inbound_mail_id") REFERENCES "public"."inbound_mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_suggested_ticket_id_tickets_id_fk" FOREIGN KEY ("suggested_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_moved_from_ticket_id_tickets_id_fk" FOREIGN KEY ("moved_from_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_recipients" ADD CONSTRAINT "outbound_recipients_mail_id_outbound_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."outbound_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_domains" ADD CONSTRAINT "organisation_domains_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_addresses" ADD CONSTRAINT "user_addresses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_participants" ADD CONSTRAINT "removed_participants_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_participants" ADD CONSTRAINT "removed_participants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_linked_ticket_id_tickets_id_fk" FOREIGN KEY ("linked_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_participants" ADD CONSTRAINT "ticket_participants_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_participants" ADD CONSTRAINT "ticket_participants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_tags" ADD CONSTRAINT "ticket_tags_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_tags" ADD CONSTRAINT "ticket_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_last_message_author_id_users_id_fk" FOREIGN KEY ("last_message_author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_by_user_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "tokens_by_user_idx" ON "tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "tokens_by_expiry_idx" ON "tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "api_tokens_by_user_idx" ON "api_tokens" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_by_family_idx" ON "refresh_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "token_families_by_user_idx" ON "token_families" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "token_families_by_expiry_idx" ON "token_families" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "deletion_reasons_by_time_idx" ON "deletion_reasons" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_by_ticket_idx" ON "events" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "events_by_time_idx" ON "events" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_time_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_message_id_idx" ON "inbound_mails" USING btree ("rfc_message_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_thread_idx" ON "inbound_mails" USING gin ("thread_ids");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_time_idx" ON "inbound_mails" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_waiting_idx" ON "inbound_mails" USING btree ("received_at") WHERE state = 'received';--> statement-breakpoint
CREATE INDEX "inbound_mails_quarantined_idx" ON "inbound_mails" USING btree ("received_at","id") WHERE state = 'quarantined';--> statement-breakpoint
CREATE INDEX "inbound_mails_by_mailbox_idx" ON "inbound_mails" USING btree ("mailbox_id","received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_outcome_idx" ON "inbound_mails" USING btree ("outcome","received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_ticket_idx" ON "inbound_mails" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_raw_idx" ON "inbound_mails" USING btree ("processed_at") WHERE blob_key is not null and state = 'done';--> statement-breakpoint
CREATE INDEX "inbound_mails_search_idx" ON "inbound_mails" USING gin (lower("from_address" || ' ' || "from_name" || ' ' || "subject" || ' ' || "rfc_message_id") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "attachments_by_message_idx" ON "attachments" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attachments_unsent_idx" ON "attachments" USING btree ("uploader_id","created_at") WHERE message_id is null;--> statement-breakpoint
CREATE INDEX "messages_by_ticket_idx" ON "messages" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_by_rfc_message_id_idx" ON "messages" USING btree ("rfc_message_id");--> statement-breakpoint
CREATE INDEX "messages_by_inbound_mail_idx" ON "messages" USING btree ("inbound_mail_id");--> statement-breakpoint
CREATE INDEX "messages_words_search_idx" ON "messages" USING gin (lower("text" || ' ' || coalesce("quoted_text", '')) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "outbound_mails_due_idx" ON "outbound_mails" USING btree ("mailbox_id",("purpose" <> 'reply'),"next_attempt_at","id") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "outbound_mails_in_hand_idx" ON "outbound_mails" USING btree ("mailbox_id") WHERE leased_until is not null or status = 'unknown';--> statement-breakpoint
CREATE INDEX "outbound_mails_by_ticket_idx" ON "outbound_mails" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "outbound_mails_by_message_idx" ON "outbound_mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "outbound_mails_sent_idx" ON "outbound_mails" USING btree ("mailbox_id","sent_at") WHERE sent_at is not null;--> statement-breakpoint
CREATE INDEX "outbound_mails_by_time_idx" ON "outbound_mails" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "outbound_recipients_by_reply_address_idx" ON "outbound_recipients" USING btree (lower("reply_address"));--> statement-breakpoint
CREATE INDEX "outbound_recipients_by_normal_address_idx" ON "outbound_recipients" USING btree ("normal_address","updated_at");--> statement-breakpoint
CREATE INDEX "user_addresses_by_user_idx" ON "user_addresses" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "users_search_idx" ON "users" USING gin ((lower("name") || ' ' || lower("email"::text)) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "users_by_name_idx" ON "users" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "ticket_participants_by_user_idx" ON "ticket_participants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "ticket_tags_by_tag_idx" ON "ticket_tags" USING btree ("tag_id","ticket_id");--> statement-breakpoint
CREATE INDEX "tickets_open_waiting_idx" ON "tickets" USING btree (coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_open_by_queue_idx" ON "tickets" USING btree ("queue_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_open_by_assignee_idx" ON "tickets" USING btree ("assignee_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_waiting_idx" ON "tickets" USING btree (coalesce("waiting_since", 'infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "tickets_by_created_idx" ON "tickets" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_updated_idx" ON "tickets" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_priority_idx" ON "tickets" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "tickets_by_customer_idx" ON "tickets" USING btree ("customer_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_organisation_idx" ON "tickets" USING btree ("organisation_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_held_idx" ON "tickets" USING btree ("last_held_at","id") WHERE held_count > 0;--> statement-breakpoint
CREATE INDEX "tickets_resolved_idx" ON "tickets" USING btree ("resolved_at") WHERE status = 'resolved';--> statement-breakpoint
CREATE INDEX "tickets_title_search_idx" ON "tickets" USING gin (lower("title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "views_by_owner_idx" ON "views" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "views_shared_idx" ON "views" USING btree ("name") WHERE is_shared;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_claim_idx" ON "webhook_deliveries" USING btree ("webhook_id","next_attempt_at","id") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_leased_idx" ON "webhook_deliveries" USING btree ("webhook_id","leased_until") WHERE leased_until is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_webhook_idx" ON "webhook_deliveries" USING btree ("webhook_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_time_idx" ON "webhook_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE FUNCTION "refuse_event_change"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'events are append-only: % is not allowed', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_event_change"();--> statement-breakpoint
-- Also while a replica or a restore applies changes.
ALTER TABLE "events" ENABLE ALWAYS TRIGGER "events_append_only";
