import type { WrittenKind } from '@gotrs/contract/messages'
import { attachments } from '@gotrs/db/tables/messages'
import type { CleanHtml } from '../conversation/clean-now.ts'
import type { NewAttachment } from '../conversation/new-message.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { usualRecipients } from '../messages/recipients.ts'
import { emitAbout } from '../tickets/change.ts'
import { loadTicket } from '../tickets/load.ts'
import { draftStore } from './store.ts'
import { writeVersion } from './versions.ts'

type Kept = {
  ticketId: string
  kind: WrittenKind
  html: CleanHtml
  attachments: NewAttachment[]
  inboundMailId: string
  /** The address that it was sent to has expired; otherwise its sender is in doubt. */
  isExpired: boolean
}

/**
 * Keeps an answer that came by mail as the acting agent's draft on the ticket. False where the agent is writing already:
 * what is typed in the app is never overwritten.
 */
export async function createDraftFromMail(
  uow: UnitOfWork,
  { inboundMailId, isExpired, attachments: files, ...mail }: Kept,
) {
  const actor = requirePerson(uow, 'draft.use')
  const ticket = await loadTicket(uow, mail, 'ticket.readStaff')
  const attachmentIds = files.map(() => uow.newId())
  const { to, cc } = await usualRecipients(uow, ticket)
  const store = draftStore(uow, actor.id, ticket.id, { kind: mail.kind, html: mail.html.html, to, cc, attachmentIds })
  const ended = await store.lock()
  if (ended?.state === 'open') return false
  if (!(await writeVersion(uow, store, { version: ended?.version ?? 0 }, 'open'))) return false
  const rows = files.map((file, at) => ({
    ...file,
    id: attachmentIds[at] ?? uow.newId(),
    messageId: null,
    uploaderId: actor.id,
    createdAt: uow.now,
  }))
  if (rows.length > 0) await uow.db.insert(attachments).values(rows)
  emitAbout(uow, ticket, 'mail.keptAsDraft', { inboundMailId, agentId: actor.id, isExpired })
  return true
}
