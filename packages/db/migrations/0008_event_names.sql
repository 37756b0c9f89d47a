-- Types of events use one word per meaning (docs/style.md): created, updated, deleted. Events are append-only (ADR 0017), so
-- their owner switches the trigger off. The lock that this takes keeps everybody from writing events until it is on again.
ALTER TABLE "events" DISABLE TRIGGER "events_append_only";--> statement-breakpoint
-- One type meant both created and updated. The time tells them apart: an event that created something has the time of its row.
UPDATE "events" event SET "type" = CASE
  WHEN event.type = 'webhook.saved' AND EXISTS (SELECT FROM webhooks made WHERE made.id = (event.payload->>'webhookId')::uuid AND made.created_at = event.created_at) THEN 'webhook.created'
  WHEN event.type = 'view.saved' AND EXISTS (SELECT FROM views made WHERE made.id = (event.payload->>'viewId')::uuid AND made.created_at = event.created_at) THEN 'view.created'
  WHEN event.type = 'mailbox.saved' AND EXISTS (SELECT FROM mailboxes made WHERE made.id = (event.payload->>'mailboxId')::uuid AND made.created_at = event.created_at) THEN 'mailbox.created'
  WHEN event.type = 'export.made' THEN 'export.created'
  ELSE replace(replace(event.type, '.saved', '.updated'), '.removed', '.deleted') END
WHERE event.type IN ('webhook.saved', 'webhook.removed', 'view.saved', 'view.removed', 'mailbox.saved', 'settings.saved', 'export.made');--> statement-breakpoint
-- ALWAYS: also while a replica or a restore applies changes.
ALTER TABLE "events" ENABLE ALWAYS TRIGGER "events_append_only";--> statement-breakpoint
UPDATE "webhook_deliveries" delivery SET "event_type" = event.type, "payload" = jsonb_set(delivery.payload, '{type}', to_jsonb(event.type))
FROM "events" event WHERE event.id = delivery.event_id AND delivery.event_type IN ('webhook.saved', 'webhook.removed', 'view.saved', 'view.removed', 'mailbox.saved', 'settings.saved', 'export.made');--> statement-breakpoint
-- Who was subscribed to the one type is subscribed to both.
UPDATE "webhooks" SET "event_types" = ARRAY(
  SELECT coalesce(renamed.now, chosen.type) FROM unnest("event_types") WITH ORDINALITY chosen (type, place)
  LEFT JOIN (VALUES ('webhook.saved', 'webhook.created'), ('webhook.saved', 'webhook.updated'), ('webhook.removed', 'webhook.deleted'),
    ('view.saved', 'view.created'), ('view.saved', 'view.updated'), ('view.removed', 'view.deleted'),
    ('mailbox.saved', 'mailbox.created'), ('mailbox.saved', 'mailbox.updated'),
    ('settings.saved', 'settings.updated'), ('export.made', 'export.created')) renamed (before, now) ON renamed.before = chosen.type
  ORDER BY chosen.place, renamed.now)
WHERE "event_types" && ARRAY['webhook.saved', 'webhook.removed', 'view.saved', 'view.removed', 'mailbox.saved', 'settings.saved', 'export.made'];
