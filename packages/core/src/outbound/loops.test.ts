import { allKinds } from '@gotrs/core/testing/all-kinds'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import {
  allTickets,
  automaticMails,
  receiveSent,
  type SentMail,
  sendAll,
} from '@gotrs/core/testing/outbound/exchange-mail'
import { createWorld, day, minute, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addNote } from '../messages/add-note.ts'

let world: World
let other: World
beforeAll(async () => {
  world = await createWorld()
  other = await createWorld()
  const elsewhere = { address: 'help@other.example', displayName: 'Other Help' }
  await other.db.update(mailboxes).set(elsewhere).where(eq(mailboxes.id, other.mailboxId))
  await other.pool.query("update users set email = replace(email::text, '@', '@at-other.')::citext")
})
afterAll(async () => {
  await world.remove()
  await other.remove()
})
beforeEach(async () => {
  for (const desk of [world, other]) {
    await desk.settle()
    await desk.asOwner('truncate tickets, inbound_mails, outbound_mails cascade')
    desk.pass(2 * day)
  }
})

const ours = 'support@gotrs.example'
const theirs = 'help@other.example'
const desks = () => [
  { desk: world, isFor: (address: string) => address.endsWith('@gotrs.example') },
  { desk: other, isFor: (address: string) => address.endsWith('@other.example') },
]

/** A customer's next mail in the ticket whose acknowledgement this is. */
function answerTo([mail]: SentMail[]): Buffer {
  const headers = [`In-Reply-To: ${mail?.parsed.messageId ?? ''}`]
  return letter({ to: mail?.parsed.replyTo?.address ?? '', text: 'And more.', headers })
}

/** Carries mail between the two desks until neither has any left. Returns how many mails went over the line. */
async function untilQuiet(most: number): Promise<number> {
  let carried = 0
  for (let isQuiet = false; !isQuiet; ) {
    isQuiet = true
    for (const { desk: from } of desks()) {
      for (const mail of await sendAll(from)) {
        for (const { desk: to, isFor } of desks()) {
          if (to === from || !mail.to.some(isFor)) continue
          carried += 1
          isQuiet = false
          expect(carried, 'mails between the two desks').toBeLessThanOrEqual(most)
          await receiveSent(to, mail)
        }
      }
    }
  }
  return carried
}

describe('two desks whose mailboxes write to each other', () => {
  const begin = async () => {
    await receiveSent(world, { from: theirs, to: [ours], raw: letter({ from: theirs, headers: ['Subject: Hello'] }) })
    const [ticketId = ''] = await allTickets(world)
    return ticketId
  }

  test('acknowledge once, and are quiet', async () => {
    await begin()
    expect(await untilQuiet(4)).toBeLessThanOrEqual(2)
    expect([(await allTickets(world)).length, (await allTickets(other)).length]).toEqual([1, 0])
  })

  test('one answers: the other takes it for a request, acknowledges that, and it ends', async () => {
    const ticketId = await begin()
    await untilQuiet(4)
    await answer(world, ticketId, { text: 'How can we help?' })
    expect(await untilQuiet(6)).toBeLessThanOrEqual(3)
    const [theirTicket = '', ...more] = await allTickets(other)
    expect(more).toEqual([])
    await answer(other, theirTicket, { text: 'You wrote to us.' })
    expect(await untilQuiet(6)).toBeLessThanOrEqual(3)
    expect([(await allTickets(world)).length, (await allTickets(other)).length]).toEqual([1, 1])
  })

  test('with an assignee on each side who gets all notifications, at the other desk’s address', async () => {
    await world.db
      .update(users)
      .set({ email: 'help+ana@other.example', mailedKinds: allKinds })
      .where(eq(users.id, world.ana.id))
    await other.db
      .update(users)
      .set({ email: 'support+ana@gotrs.example', mailedKinds: allKinds })
      .where(eq(users.id, other.ana.id))
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw: letter() })
    const [ticketId = ''] = await allTickets(world)
    await world.db.update(tickets).set({ assigneeId: world.ana.id }).where(eq(tickets.id, ticketId))
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw: answerTo(await sendAll(world)) })
    expect(await untilQuiet(20)).toBeGreaterThan(0)
    expect((await allTickets(other)).length).toBeGreaterThan(0)
    await other.db.update(tickets).set({ assigneeId: other.ana.id })
    for (let index = 0; index < 3; index += 1) {
      await world.run(world.admin, uow => addNote(uow, { ticketId, text: `And ${index}.`, attachmentIds: [] }))
      await untilQuiet(20)
    }
    expect(await automaticMails(world, 'help+ana@other.example')).toBeLessThanOrEqual(10)
    await world.db.update(users).set({ email: 'ana@gotrs.example', mailedKinds: [] }).where(eq(users.id, world.ana.id))
    await other.db
      .update(users)
      .set({ email: 'ana@at-other.gotrs.example', mailedKinds: [] })
      .where(eq(users.id, other.ana.id))
  })
})

describe('an auto-responder that says nothing of itself', () => {
  const robot = 'robot@shop.example'
  let count = 0
  /** A plain mail from nobody in particular to each mail it gets, as a new one. */
  const respond = (to: string) => {
    count += 1
    const raw = letter({
      from: robot,
      to,
      subject: `We are closed ${count}`,
      messageId: `<r${count}@shop.example>`,
      text: `No. ${count}`,
    })
    return receiveSent(world, { from: robot, to: [to], raw })
  }

  test('gets one automatic mail an hour at the most, however much it writes', async () => {
    await respond(ours)
    for (let round = 0; round < 6; round += 1) {
      const mails = (await sendAll(world)).filter(it => it.to.includes(robot))
      for (const mail of mails) await respond(mail.parsed.replyTo?.address ?? ours)
      await respond(ours)
    }
    expect(await automaticMails(world, robot)).toBe(1)
    for (let thirds = 0; thirds < 9; thirds += 1) {
      world.pass(20 * minute)
      await respond(ours)
      for (const mail of await sendAll(world)) await respond(mail.parsed.replyTo?.address ?? ours)
    }
    expect(await automaticMails(world, robot)).toBeLessThanOrEqual(4)
  })
})

describe('mail that would go round', () => {
  const quiet = async (most: number) => {
    const mails = await sendAll(world)
    expect(mails.length).toBeLessThanOrEqual(most)
    expect(mails.flatMap(it => it.to).filter(it => it.endsWith('@gotrs.example'))).toEqual([])
    return mails
  }

  test('a Reply-To that is ours: no mail goes to ourselves', async () => {
    const raw = letter({ headers: [`Reply-To: ${ours}`] })
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw })
    await quiet(1)
    const [ticketId = ''] = await allTickets(world)
    await answer(world, ticketId)
    await quiet(1)
  })

  test('mail in our own name, or in an alias’s, that the desk did not write: a request that nothing answers', async () => {
    await world.db.update(mailboxes).set({ aliases: ['sales@gotrs.example'] })
    for (const from of [ours, 'sales@gotrs.example', 'support+x@gotrs.example']) {
      expect(await receiveSent(world, { from, to: [ours], raw: letter({ from }) })).toBe('created')
    }
    expect(await allTickets(world)).toHaveLength(3)
    await quiet(0)
  })

  test('our own address in copy gets no copy', async () => {
    const results = 'Authentication-Results: mx.gotrs.example; dmarc=pass header.from=acme.example'
    const raw = letter({ headers: [results, `Cc: ${ours}, nora@acme.example, sales@gotrs.example`] })
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw })
    const [ticketId = ''] = await allTickets(world)
    await answer(world, ticketId)
    const answered = (await quiet(3)).filter(it => it.parsed.cc.length > 0)
    expect(answered.flatMap(it => it.to).sort()).toEqual(['nora@acme.example', 'omar@acme.example'])
  })

  test('two mailboxes of ours, one forwarding to the other: one ticket, one acknowledgement', async () => {
    const raw = letter({ messageId: '<once@acme.example>' })
    const outcomes: string[] = []
    for (const to of [ours, 'sales@gotrs.example', ours]) {
      const forwarded = Buffer.concat([Buffer.from(`Received: by hop ${outcomes.length}\r\n`), raw])
      outcomes.push(await receiveSent(world, { from: 'omar@acme.example', to: [to], raw: forwarded }))
    }
    expect(outcomes).toEqual(['created', 'duplicate', 'duplicate'])
    await quiet(1)
  })

  test('our own mail that somebody forwards back to us ends', async () => {
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw: letter() })
    for (const mail of await sendAll(world)) {
      const raw = Buffer.concat([Buffer.from('Received: by forwarder.example\r\n'), mail.raw])
      expect(await receiveSent(world, { from: mail.from, to: [ours], raw })).toBe('loop')
    }
    await quiet(0)
    expect(await allTickets(world)).toHaveLength(1)
  })

  test('and where a server on the way has replaced its Message-ID and sender', async () => {
    await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw: letter() })
    const [ticketId = ''] = await allTickets(world)
    await answer(world, ticketId)
    const mails = await sendAll(world)
    expect(mails).toHaveLength(2)
    for (const [index, mail] of mails.entries()) {
      const raw = mail.raw
        .toString('latin1')
        .replace(/^Message-ID: .*$/im, `Message-ID: <new-${index}@exchange.example>`)
        .replace(/^From: .*$/im, 'From: Omar <omar@acme.example>')
      expect(await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw: Buffer.from(raw, 'latin1') })).toBe(
        'loop',
      )
    }
    await quiet(0)
  })

  test.each(['X-Loop: support@gotrs.example', 'X-Loop: y', 'X-GOTRS-Loop: yes'])(
    'but a mail with the header %s is a request: anybody writes that',
    async header => {
      const raw = letter({ headers: [header] })
      expect(await receiveSent(world, { from: 'omar@acme.example', to: [ours], raw })).toBe('created')
      await quiet(1)
    },
  )

  test('sixty requests, three at a time, that name a victim: one mail to the victim, at the most', {
    timeout: 120_000,
  }, async () => {
    let index = 0
    const forge = async () => {
      while (index < 60) {
        index += 1
        const raw = letter({ from: 'victim@else.example', subject: `Request ${index}`, text: `Please ${index}` })
        await receive(world, raw, { envelopeFrom: 'x@evil.example' })
      }
    }
    await Promise.all([forge(), forge(), forge()])
    expect((await allTickets(world)).length).toBe(60)
    expect((await sendAll(world)).filter(it => it.to.includes('victim@else.example')).length).toBeLessThanOrEqual(1)
  })
})
