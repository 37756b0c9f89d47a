import type { UploadedAttachment } from '@gotrs/contract/attachments'
import type { Draft, UpdateDraftInput } from '@gotrs/contract/drafts'
import type { TimelineEvent } from '@gotrs/contract/events'
import type { WrittenKind } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import type { Seen } from '../drafts/draft-saver.ts'
import { answerTo } from './answer-to.ts'
import { copiesOfLastAnswer } from './last-copies.ts'

/** What is in the composer. */
export type ComposerDraft = {
  kind: WrittenKind
  html: string
  to: string[]
  cc: string[]
  bcc: string[]
  files: UploadedAttachment[]
}

/** An empty answer goes where the customer asks for answers, with the people in copy in copy. */
export function emptyDraft(ticket: TicketDetail, kind: WrittenKind): ComposerDraft {
  return { kind, html: '', to: answerTo(ticket), cc: peopleInCopy(ticket), bcc: [], files: [] }
}

export function peopleInCopy(ticket: TicketDetail): string[] {
  const already = [ticket.customer.email, ...answerTo(ticket)]
  const people = [...ticket.participants.map(person => person.email), ...copiesOfLastAnswer(ticket)]
  return [...new Set(people)].filter(email => !already.includes(email))
}

/** A customer who requests another Reply-To while an answer is written gets it there, unless its recipients were changed by hand. */
export const recipientsAfter = (to: string[], before: readonly string[], now: string[]): string[] =>
  to.join(' ') === before.join(' ') ? now : to

/** Who joined the conversation while the answer was written gets it too, and who was removed does not. */
export function copiesAfter({ to, cc, bcc }: ComposerDraft, before: readonly string[], now: readonly string[]) {
  const joined = now.filter(email => !before.includes(email) && ![...to, ...cc, ...bcc].includes(email))
  const left = before.filter(email => !now.includes(email))
  return [...cc.filter(email => !left.includes(email)), ...joined]
}

export function fromStored(stored: Draft | null | undefined): ComposerDraft | null {
  if (stored?.state !== 'open') return null
  const { kind, html, to, cc, bcc, attachments } = stored
  return { kind, html, to, cc, bcc, files: attachments }
}

/** The draft after its message was sent: empty, and the next version. */
export const sentDraft = (stored: Draft, version: number): Draft => ({
  ...stored,
  ...{ version, state: 'sent', writerId: null },
  ...{ html: '', to: [], cc: [], bcc: [], attachments: [] },
})

/** Did the draft come by mail? Then it has the time of the event of that mail, until it is saved here. */
export const isFromMail = (stored: Draft | null | undefined, events: TimelineEvent[], myId: string): boolean =>
  events.some(
    ({ type, payload, createdAt }) =>
      type === 'mail.keptAsDraft' && payload.agentId === myId && createdAt === stored?.updatedAt,
  )

/** Nothing written and nothing attached: not worth keeping. */
export const isEmptyDraft = (draft: ComposerDraft) => draft.html === '' && draft.files.length === 0

/** What was written for colleagues alone becomes an answer to the customer only when somebody says so. */
export const mustAskBefore = (kind: WrittenKind, draft: ComposerDraft, isUploading: boolean) =>
  draft.kind === 'note' && kind === 'public' && (isUploading || !isEmptyDraft(draft))

export const draftInput = (ticketId: string, { files, ...draft }: ComposerDraft, seen: Seen): UpdateDraftInput => ({
  ticketId,
  ...seen,
  ...draft,
  attachmentIds: files.map(file => file.id),
})

/** The same words for the same readers: nothing is lost with either of them. */
export function isSameDraft(draft: ComposerDraft, stored: Draft): boolean {
  const { files, ...words } = draft
  const { attachments, kind, html, to, cc, bcc } = stored
  const isOpen = stored.state === 'open'
  const idsOf = (given: readonly UploadedAttachment[]) => given.map(({ id }) => id)
  const whole = (...parts: unknown[]) => JSON.stringify(parts)
  return (
    isOpen &&
    whole(words.kind, words.html, words.to, words.cc, words.bcc, idsOf(files)) ===
      whole(kind, html, to, cc, bcc, idsOf(attachments))
  )
}

/** Both texts, one below the other. What one of them wrote for staff alone stays a note. */
export function bothDrafts(mine: ComposerDraft, theirs: ComposerDraft): ComposerDraft {
  const known = new Set(mine.files.map(({ id }) => id))
  return {
    ...mine,
    kind: mine.kind === theirs.kind ? mine.kind : 'note',
    html: `${mine.html}${theirs.html}`,
    files: [...mine.files, ...theirs.files.filter(({ id }) => !known.has(id))],
  }
}
