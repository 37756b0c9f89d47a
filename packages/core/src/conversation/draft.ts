import { type Draft, draftState } from '@gotrs/contract/drafts'
import { drafts } from '@gotrs/db/tables/drafts'
import { attachments } from '@gotrs/db/tables/messages'
import { type SQL, sql } from 'drizzle-orm'

export type StoredDraft = Omit<Draft, 'kind' | 'state'> & { kind: string; state: string }

/** What the user is writing on the ticket, with the uploads that still wait for it: for a statement with more to ask. */
export const storedDraft = (userId: SQL, ticketId: SQL): SQL<StoredDraft | null> =>
  sql`(select json_build_object('kind', d.kind, 'html', d.html, 'to', d.to_addresses, 'cc', d.cc_addresses,
    'bcc', d.bcc_addresses, 'version', d.version, 'state', d.state, 'writerId', d.writer_id, 'updatedAt', d.updated_at, 'attachments', (${files})) from ${drafts} d
    where d.user_id = ${userId} and d.ticket_id = ${ticketId})`

const files = sql`select coalesce(json_agg(json_build_object('id', a.id, 'filename', a.filename,
    'contentType', a.content_type, 'size', a.size) order by a.created_at), '[]') from ${attachments} a
  where a.id = any(d.attachment_ids) and a.uploader_id = d.user_id and a.message_id is null`

export const showDraft = (stored: StoredDraft | null): Draft | null =>
  stored && {
    ...stored,
    kind: stored.kind === 'note' ? 'note' : 'public',
    state: draftState.parse(stored.state),
    updatedAt: new Date(stored.updatedAt).toISOString(),
  }
