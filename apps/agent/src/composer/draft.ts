import type { UploadedAttachment } from '@gotrs/contract/attachments'
import type { SaveDraftInput } from '@gotrs/contract/drafts'
import type { WrittenKind } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'

/** What is in the composer. */
export type ComposerDraft = {
  kind: WrittenKind
  html: string
  to: string[]
  cc: string[]
  bcc: string[]
  files: UploadedAttachment[]
}

/** An empty answer goes to the customer, with the people in copy in copy. */
export function emptyDraft(ticket: TicketDetail, kind: WrittenKind): ComposerDraft {
  const cc = ticket.participants.map(person => person.email).filter(email => email !== ticket.customer.email)
  return { kind, html: '', to: [ticket.customer.email], cc, bcc: [], files: [] }
}

/** Nothing written and nothing attached: not worth keeping. */
export const isEmptyDraft = (draft: ComposerDraft) => draft.html === '' && draft.files.length === 0

/** What was written for colleagues alone becomes an answer to the customer only when somebody says so. */
export const mustAskBefore = (kind: WrittenKind, draft: ComposerDraft, isUploading: boolean) =>
  draft.kind === 'note' && kind === 'public' && (isUploading || !isEmptyDraft(draft))

export const draftInput = (ticketId: string, { files, ...draft }: ComposerDraft): SaveDraftInput => ({
  ticketId,
  ...draft,
  attachmentIds: files.map(file => file.id),
})
