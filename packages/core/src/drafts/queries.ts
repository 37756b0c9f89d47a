import type { Draft } from '@gotrs/contract/drafts'
import { attachments, drafts } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** What the reader was writing on a ticket that they may still read; with the uploads that still wait for it. */
export async function readDraft(reader: Reader, { ticketId }: { ticketId: string }): Promise<Draft | null> {
  const actor = requirePerson(reader, 'draft.use')
  const [row] = await reader.db
    .select({
      draft: drafts,
      files: sql<Draft['attachments']>`(select coalesce(json_agg(json_build_object('id', a.id, 'filename', a.filename,
        'contentType', a.content_type, 'size', a.size) order by a.created_at), '[]') from ${attachments} a
        where a.id = any(${drafts.attachmentIds}) and a.uploader_id = ${drafts.userId} and a.message_id is null)`,
    })
    .from(drafts)
    .innerJoin(tickets, eq(tickets.id, drafts.ticketId))
    .where(and(eq(drafts.userId, actor.id), eq(drafts.ticketId, ticketId), ticketScope(actor, 'ticket.readStaff')))
  if (!row) return null
  const { kind, html, to, cc, bcc, updatedAt } = row.draft
  const written = kind === 'note' ? 'note' : 'public'
  return { kind: written, html, to, cc, bcc, attachments: row.files, updatedAt: updatedAt.toISOString() }
}
