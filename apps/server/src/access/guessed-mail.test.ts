import { addNote } from '@gotrs/core/messages/add-note'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { messagesOf, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** This word is in every text of Omar's ticket: his own words, the answer to him, a note and a tag. */
const canary = 'xylograph'
type Known = { ticketId: string; number: number; questionId: string; answerId: string }

let world: World
let known: Known
beforeAll(async () => {
  world = await createWorld()
  known = await conversation()
})
afterAll(() => world.remove())

async function conversation(): Promise<Known> {
  const { ana, pool } = world
  const mail = await receive(world, letter({ subject: `The ${canary} is stuck`, text: `My ${canary} does not move.` }))
  const ticketId = String(mail.ticketId)
  const answer = { ticketId, text: `Oil the ${canary}.`, attachmentIds: [], thenResolve: false }
  await world.run(ana, async uow => replyToTicket(uow, { ...answer, version: await versionNow(world, ticketId) }))
  await world.run(ana, uow => addNote(uow, { ticketId, text: `No ${canary} is worth it.`, attachmentIds: [] }))
  const version = await versionNow(world, ticketId)
  await world.run(ana, uow => tagTicket(uow, { ticketId, version, tag: canary }))
  await world.settle()
  const [sent] = await writtenMails(world, 'reply')
  const { rows } = await pool.query('select number from tickets where id = $1', [ticketId])
  return { ticketId, number: rows[0].number, questionId: String(mail.rfcMessageId), answerId: sent?.rfcMessageId ?? '' }
}

/** What a stranger can write who knows or guesses facts of a conversation. `missing`: the facts of one that does not exist. */
const guesses: Record<string, (known: Known) => Parameters<typeof letter>[0]> = {
  'the number in the subject': ({ number }) => ({ subject: `Re: [#${number}] Hello` }),
  'the number in another form': ({ number }) => ({ subject: `[Ticket #${number}] Hello` }),
  'a reply address without a valid signature': ({ number }) => ({
    subject: 'Hello',
    to: `support+t${number}-aaaaaaaaaaaaaaaa@gotrs.example`,
  }),
  'a note address without a valid signature': ({ number }) => ({
    subject: 'Hello',
    to: `support+n${number}-aaaaaaaaaaaaaaaa@gotrs.example`,
  }),
  'a reference line without a valid signature': ({ number }) => ({
    subject: 'Hello',
    text: `Hello\r\n\r\nref:t${number}-aaaaaaaaaaaaaaaa:gotrs`,
  }),
}
/** What a stranger can write who has a mail of the conversation. */
const inHand: typeof guesses = {
  'the Message-ID of the question': ({ questionId }) => ({ subject: 'Hello', headers: [`In-Reply-To: ${questionId}`] }),
  'the Message-ID of the answer': ({ answerId }) => ({ subject: 'Hello', headers: [`In-Reply-To: ${answerId}`] }),
  'both as references': ({ questionId, answerId }) => ({
    subject: 'Hello',
    headers: [`References: ${questionId} ${answerId}`],
  }),
  'all of it at once, with Omar in copy': ({ number, questionId }) => ({
    subject: `Re: [#${number}]`,
    headers: [`In-Reply-To: ${questionId}`, 'Cc: omar@acme.example'],
  }),
}
const missing: Known = {
  ticketId: '',
  number: 2_000_000_000,
  questionId: '<nothing@acme.example>',
  answerId: '<nothing@gotrs.example>',
}

test.each(Object.entries(guesses))(
  'a stranger who knows %s starts a ticket of their own, and learns nothing about the other',
  async (what, guess) => {
    const before = await stateOf(known)
    const answer = await answersTo(`known-${Object.keys(guesses).indexOf(what)}@stranger.example`, guess(known))
    expect(await stateOf(known)).toEqual(before)
    expect(answer.mails).not.toContain(canary)
    expect(answer.mails).not.toContain('Omar')
    expect(answer.mails).not.toContain(known.ticketId)
    expect(answer).toMatchObject({ outcome: 'created', isOwn: true, recipients: [answer.from] })
    const ofNothing = await answersTo(`nothing-${Object.keys(guesses).indexOf(what)}@stranger.example`, guess(missing))
    expect(withoutNames(answer)).toEqual(withoutNames(ofNothing))
  },
)

test.each(Object.entries(inHand))(
  'holds the mail of a stranger who knows %s: Omar does not see it, and the desk sends no mail',
  async (what, write) => {
    const before = await seen(world, world.omar, known.ticketId)
    const answer = await answersTo(`held-${Object.keys(inHand).indexOf(what)}@stranger.example`, write(known))
    expect(answer).toMatchObject({ outcome: 'held', isOwn: false, recipients: [] })
    expect(await seen(world, world.omar, known.ticketId)).toEqual(before)
    expect((await messagesOf(world, known.ticketId)).at(-1)).toMatchObject({ kind: 'held' })
  },
)

test('appends the same words from Omar himself: the comparison can fail', async () => {
  const before = await stateOf(known)
  const row = await receive(world, letter({ subject: `Re: [#${known.number}] Hello` }))
  expect(row).toMatchObject({ outcome: 'appended', ticketId: known.ticketId })
  expect(await stateOf(known)).not.toEqual(before)
})

/** Receives a letter of a stranger: its outcome, and every mail that the desk sent because of it. */
async function answersTo(from: string, words: Parameters<typeof letter>[0]) {
  const until = new Set((await writtenMails(world)).map(it => it.id))
  const row = await receive(world, letter({ ...words, from }), { envelopeTo: [words?.to ?? 'support@gotrs.example'] })
  await world.settle()
  const sent = (await writtenMails(world)).filter(it => !until.has(it.id) && it.purpose !== 'notification')
  return {
    ...{ from, number: await numberOf(row.ticketId), outcome: row.outcome, isOwn: row.ticketId !== known.ticketId },
    recipients: sent.flatMap(it => it.recipients.map(to => to.address)),
    ...{ mails: wordsOf(sent, ({ parsed }) => [parsed.subject, parsed.text, parsed.html, parsed.cc]) },
    // The subject repeats the stranger's own words, so only the bodies are compared.
    ...{ bodies: wordsOf(sent, ({ parsed }) => [parsed.text, parsed.html, parsed.cc]) },
  }
}

type Written = Awaited<ReturnType<typeof writtenMails>>
const wordsOf = (mails: Written, of: (mail: Written[number]) => unknown[]) =>
  mails.map(mail => JSON.stringify(of(mail))).join('\n')

/** The whole state of the ticket. */
async function stateOf({ ticketId }: Known): Promise<unknown> {
  const { rows } = await world.pool.query(
    `select t.*, (select json_agg(m.id order by m.id) from messages m where m.ticket_id = t.id) as messages,
      (select json_agg(p.user_id) from ticket_participants p where p.ticket_id = t.id) as participants,
      (select json_agg(o.id order by o.id) from outbound_mails o where o.ticket_id = t.id) as mails
      from tickets t where t.id = $1`,
    [ticketId],
  )
  return rows
}

async function numberOf(ticketId: string | null): Promise<number> {
  const { rows } = await world.pool.query('select number from tickets where id = $1', [ticketId])
  return Number(rows[0]?.number)
}

/** Without the stranger's address, the guessed number and the number of the new ticket. */
const withoutNames = ({
  from,
  number,
  mails: _mails,
  bodies,
  recipients,
  ...answer
}: Awaited<ReturnType<typeof answersTo>>) => ({
  ...answer,
  recipients: recipients.map(it => it.replace(from, 'stranger')),
  bodies: bodies
    .replaceAll(String(number), 'its number')
    .replaceAll(String(known.number), 'the guess')
    .replaceAll(String(missing.number), 'the guess'),
})
