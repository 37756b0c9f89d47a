import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { type ByMail, replyByMail } from '../messages/reply.ts'
import { createDraftFromMail } from './create-from-mail.ts'
import { readDraft } from './queries.ts'

let world: World
let mail: { ticketId: string; inboundMailId: string }
beforeAll(async () => {
  world = await createWorld()
  const { id, ticketId } = await receive(world, letter())
  mail = { ticketId: ticketId ?? '', inboundMailId: id }
})
afterAll(() => world.remove())

// Sanitising changes this, so that it shows whether it was done again with the ticket locked.
const clean = { html: '<p onclick="x()">As it was sanitised</p>', text: 'The text of the thread' }

const byMail = (): ByMail => ({
  channel: 'email',
  inboundMailId: mail.inboundMailId,
  parserVersion: 1,
  threading: null,
  attachments: [],
})

test('a draft, a note and an answer by mail keep the HTML and the text that the thread has made', async () => {
  const { ticketId } = mail
  await world.run(world.ana, uow =>
    createDraftFromMail(uow, { ...mail, kind: 'public', html: clean, attachments: [], isExpired: false }),
  )
  expect((await world.read(world.ana, reader => readDraft(reader, { ticketId })))?.html).toBe(clean.html)
  const note = await world.run(world.ana, uow => addNote(uow, { ticketId, html: clean, attachmentIds: [] }, byMail()))
  const answer = await world.run(world.ana, uow => replyByMail(uow, ticketId, { html: clean }, byMail()))
  const rows = await world.db
    .select({ html: messages.html, text: messages.text })
    .from(messages)
    .where(inArray(messages.id, [note.messageId, answer.messageId]))
  expect(rows).toEqual([clean, clean])
})
