import { addNote } from '@gotrs/core/messages/add-note'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { messagesOf, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** In all that was said in Omar's ticket: his own words, the answer to him, a note and a tag. */
const canary = 'xylograph'
type Known = { ticketId: string; number: number; asked: string; answered: string }

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
  return { ticketId, number: rows[0].number, asked: String(mail.rfcMessageId), answered: sent?.rfcMessageId ?? '' }
}

/** What X writes who knows, or guesses, of a conversation. `missing` is the same about one that is not there. */
const guesses: Record<string, (known: Known) => Parameters<typeof letter>[0]> = {
  'the number in the subject': ({ number }) => ({ subject: `Re: [#${number}] Hello` }),
  'the number in another form': ({ number }) => ({ subject: `[Ticket #${number}] Hello` }),
  'a reply address that is signed by nobody': ({ number }) => ({
    subject: 'Hello',
    to: `support+t${number}-aaaaaaaaaaaaaaaa@gotrs.example`,
  }),
  'a note address that is signed by nobody': ({ number }) => ({
    subject: 'Hello',
    to: `support+n${number}-aaaaaaaaaaaaaaaa@gotrs.example`,
  }),
  'a reference line that is signed by nobody': ({ number }) => ({
    subject: 'Hello',
    text: `Hello\r\n\r\nref:t${number}-aaaaaaaaaaaaaaaa:gotrs`,
  }),
}
/** What X writes who has a mail of the conversation in hand. */
const inHand: typeof guesses = {
  'the Message-ID of the question': ({ asked }) => ({ subject: 'Hello', headers: [`In-Reply-To: ${asked}`] }),
  'the Message-ID of the answer': ({ answered }) => ({ subject: 'Hello', headers: [`In-Reply-To: ${answered}`] }),
  'both as references': ({ asked, answered }) => ({ subject: 'Hello', headers: [`References: ${asked} ${answered}`] }),
  'all of it at once, with Omar in copy': ({ number, asked }) => ({
    subject: `Re: [#${number}]`,
    headers: [`In-Reply-To: ${asked}`, 'Cc: omar@acme.example'],
  }),
}
const missing: Known = {
  ticketId: '',
  number: 2_000_000_000,
  asked: '<nothing@acme.example>',
  answered: '<nothing@gotrs.example>',
}

test.each(Object.entries(guesses))(
  'a stranger who knows %s starts a ticket of their own, and hears nothing of the other',
  async (what, guess) => {
    const before = await stateOf(known)
    const told = await answersTo(`known-${Object.keys(guesses).indexOf(what)}@stranger.example`, guess(known))
    expect(await stateOf(known)).toEqual(before)
    expect(told.mails).not.toContain(canary)
    expect(told.mails).not.toContain('Omar')
    expect(told.mails).not.toContain(known.ticketId)
    expect(told).toMatchObject({ outcome: 'created', isOwn: true, recipients: [told.from] })
    const ofNothing = await answersTo(`nothing-${Object.keys(guesses).indexOf(what)}@stranger.example`, guess(missing))
    expect(withoutNames(told)).toEqual(withoutNames(ofNothing))
  },
)

test.each(Object.entries(inHand))(
  'a stranger who knows %s waits for staff: Omar sees nothing of it, and no mail leaves',
  async (what, write) => {
    const before = await seen(world, world.omar, known.ticketId)
    const told = await answersTo(`held-${Object.keys(inHand).indexOf(what)}@stranger.example`, write(known))
    expect(told).toMatchObject({ outcome: 'held', isOwn: false, recipients: [] })
    expect(await seen(world, world.omar, known.ticketId)).toEqual(before)
    expect((await messagesOf(world, known.ticketId)).at(-1)).toMatchObject({ kind: 'held' })
  },
)

test('Omar himself gets in by the same words: the comparison can fail', async () => {
  const before = await stateOf(known)
  const row = await receive(world, letter({ subject: `Re: [#${known.number}] Hello` }))
  expect(row).toMatchObject({ outcome: 'appended', ticketId: known.ticketId })
  expect(await stateOf(known)).not.toEqual(before)
})

/** A letter of a stranger, what came of it, and every byte that left the desk for it. */
async function answersTo(from: string, words: Parameters<typeof letter>[0]) {
  const until = new Set((await writtenMails(world)).map(it => it.id))
  const row = await receive(world, letter({ ...words, from }), { envelopeTo: [words?.to ?? 'support@gotrs.example'] })
  await world.settle()
  const sent = (await writtenMails(world)).filter(it => !until.has(it.id) && it.purpose !== 'notification')
  return {
    ...{ from, number: await numberOf(row.ticketId), outcome: row.outcome, isOwn: row.ticketId !== known.ticketId },
    recipients: sent.flatMap(it => it.recipients.map(to => to.address)),
    ...{ mails: wordsOf(sent, ({ parsed }) => [parsed.subject, parsed.text, parsed.html, parsed.cc]) },
    // The subject repeats the stranger's own words to one who points at nothing that is there.
    ...{ bodies: wordsOf(sent, ({ parsed }) => [parsed.text, parsed.html, parsed.cc]) },
  }
}

type Written = Awaited<ReturnType<typeof writtenMails>>
const wordsOf = (mails: Written, of: (mail: Written[number]) => unknown[]) =>
  mails.map(mail => JSON.stringify(of(mail))).join('\n')

/** All that is the ticket's own. */
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

/** But for what the stranger is called and calls it, and the number of the new ticket. */
const withoutNames = ({
  from,
  number,
  mails: _mails,
  bodies,
  recipients,
  ...told
}: Awaited<ReturnType<typeof answersTo>>) => ({
  ...told,
  recipients: recipients.map(it => it.replace(from, 'stranger')),
  bodies: bodies
    .replaceAll(String(number), 'its number')
    .replaceAll(String(known.number), 'the guess')
    .replaceAll(String(missing.number), 'the guess'),
})
