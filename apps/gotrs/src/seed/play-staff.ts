import { Readable } from 'node:stream'
import { updateDraftInput } from '@gotrs/contract/drafts'
import { noteInput, replyInput } from '@gotrs/contract/messages'
import { uploadAttachment } from '@gotrs/core/attachments/upload'
import { updateDraft } from '@gotrs/core/drafts/update'
import type { UserActor } from '@gotrs/core/kernel/actor'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { addNote } from '@gotrs/core/messages/add-note'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { assignTicket } from '@gotrs/core/tickets/assign'
import { closeTicket } from '@gotrs/core/tickets/close'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import { moveTicket } from '@gotrs/core/tickets/move'
import { renameTicket } from '@gotrs/core/tickets/rename'
import { reopenTicket } from '@gotrs/core/tickets/reopen'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { setPriority } from '@gotrs/core/tickets/set-priority'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { takeTicket } from '@gotrs/core/tickets/take'
import type { DemoFile } from './demo-files.ts'
import { markupToHtml } from './mails/markup.ts'
import type { Language } from './people.ts'
import { perform, type Stage, type TicketState, ticketOf, ticketState } from './stage.ts'
import type { StaffTurn } from './story.ts'

type Scene = { story: string; language: Language }

/** Somebody at the desk opens the ticket and does one thing. */
export async function playStaffTurn(stage: Stage, turn: StaffTurn, scene: Scene): Promise<void> {
  const actor = stage.cast[turn.by]
  const ticketNumber = ticketOf(stage, scene.story)
  const seen = await ticketState(stage, ticketNumber)
  const attachmentIds = await uploadFiles(stage, actor, turn.files)
  await perform(stage, scene.story, actor, async uow => {
    await markTicketRead(uow, { ticketId: ticketNumber, seenAt: uow.now.toISOString() })
    const isWritten = await write(uow, turn, { ...seen, attachmentIds, html: typed(turn, scene.language) })
    if (!isWritten) await change(stage, uow, turn, { ticketId: ticketNumber, version: seen.version })
    return ticketNumber
  })
}

export async function uploadFiles(stage: Stage, actor: UserActor, files: DemoFile[] = []): Promise<string[]> {
  const ids: string[] = []
  for (const { filename, contentType, content } of files) {
    const { id } = await uploadAttachment(stage.desk, actor, {
      filename,
      contentType,
      stream: Readable.from([content]),
    })
    ids.push(id)
  }
  return ids
}

function typed({ note, reply, draft }: StaffTurn, language: Language): string {
  const html = markupToHtml(reply ?? note ?? draft ?? '')
  return language === 'ar' && note === undefined ? `<div dir="rtl">${html}</div>` : html
}

type Written = TicketState & { attachmentIds: string[]; html: string }

async function write(
  uow: UnitOfWork,
  turn: StaffTurn,
  { id, version, email, attachmentIds, html }: Written,
): Promise<boolean> {
  const body = { ticketId: id, html, attachmentIds }
  if (turn.note !== undefined) await addNote(uow, noteInput.parse(body))
  else if (turn.draft !== undefined)
    await updateDraft(uow, updateDraftInput.parse({ ...body, version: 'any', kind: 'public', to: [email] }))
  else if (turn.reply !== undefined) {
    const copies = turn.cc ? { cc: turn.cc.map(it => it.email) } : {}
    await replyToTicket(uow, replyInput.parse({ ...body, ...copies, version, thenResolve: turn.resolve ?? false }))
  } else return false
  return true
}

type Seen = { ticketId: number; version: number }

async function change(stage: Stage, uow: UnitOfWork, turn: StaffTurn, seen: Seen): Promise<void> {
  if (turn.reopen) await reopenTicket(uow, seen)
  else if (turn.rename) await renameTicket(uow, { ...seen, title: turn.rename })
  else if (turn.move) await moveTicket(uow, { ...seen, queueId: stage.queueIds[turn.move] })
  else if (turn.priority) await setPriority(uow, { ...seen, priority: turn.priority })
  else if (turn.tags) await tagAll(uow, turn.tags, seen)
  else if (turn.take) await takeTicket(uow, seen)
  else if (turn.assign) {
    const assigneeId = turn.assign === 'nobody' ? null : stage.cast[turn.assign].id
    await assignTicket(uow, { ...seen, assigneeId })
  } else if (turn.resolve) await resolveTicket(uow, seen)
  else if (turn.close) await closeTicket(uow, seen)
}

async function tagAll(uow: UnitOfWork, tags: string[], { ticketId, version }: Seen): Promise<void> {
  let current = version
  for (const tag of tags) current = (await tagTicket(uow, { ticketId, version: current, tag })).version ?? current
}
