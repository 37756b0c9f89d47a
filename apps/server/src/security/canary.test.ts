import { Readable } from 'node:stream'
import { uploadAttachment } from '@gotrs/core/attachments/upload'
import { updateDraft } from '@gotrs/core/drafts/update'
import { addNote } from '@gotrs/core/messages/add-note'
import { moveMessage } from '@gotrs/core/messages/move'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { assignTicket } from '@gotrs/core/tickets/assign'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import { moveTicket } from '@gotrs/core/tickets/move'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

const canary = 'xylograph'
const readers = ['omar', 'nora', 'lena'] as const

let desk: ServedWorld
let ticketId: string
let messageId: string
beforeAll(async () => {
  desk = await serveWorld()
  const asked = await ask(desk.world, desk.world.omar)
  ticketId = asked.ticketId
  messageId = asked.messageId
  for (const title of ['Second', 'Third']) await ask(desk.world, desk.world.omar, { title })
})
afterAll(() => desk.stop())

/** All that a customer can read of the desk, with headers, except times and the ids of requests. */
async function snapshot(as: Person): Promise<string> {
  const filters = [
    {},
    { q: canary },
    { q: `"${canary}"` },
    { sort: 'updated', limit: 1 },
    { sort: 'waiting', limit: 1 },
  ]
  const trpc: [string, unknown?][] = [
    ['auth.me'],
    ['tickets.get', { ticketId }],
    ['messages.list', { ticketId, limit: 1 }],
    ['messages.list', { ticketId }],
    ['messages.get', { messageId }],
    ['users.list', {}],
    ['tags.list', { text: canary }],
    ['views.counts'],
    ['queues.list'],
    ...filters.map((input): [string, unknown] => ['tickets.list', input]),
  ]
  const paths = trpc.map(
    ([path, input]) => `/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
  )
  paths.push(
    '/api/tickets',
    `/api/tickets?q=${canary}`,
    `/api/tickets?sort=updated&limit=1`,
    `/api/tickets/${ticketId}`,
  )
  paths.push(
    `/api/tickets/${ticketId}/messages`,
    `/api/tickets/${ticketId}/messages?limit=1`,
    `/api/messages/${messageId}`,
  )
  paths.push(
    `/api/messages/${messageId}/raw`,
    `/api/messages/${messageId}/source`,
    `/api/drafts/${ticketId}`,
    '/api/tags',
  )
  const Cookie = await desk.cookieOf(as)
  const answers: string[] = []
  for (const path of paths) {
    const response = await fetch(`${desk.url}${path}`, { headers: { Cookie } })
    const headers = [...response.headers].filter(([name]) => !/^(date|x-request-id|ratelimit-)/.test(name))
    answers.push(
      JSON.stringify([path, response.status, headers, (await response.text()).replace(/"requestId":"[^"]*"/g, '')]),
    )
  }
  return answers.join('\n')
}

/** Everything that staff do around a ticket and a customer must not notice. */
const secretly: Record<string, () => Promise<unknown>> = {
  'a note with a file': async () => {
    const stream = Readable.from([Buffer.from(canary)])
    const file = { filename: `${canary}.txt`, contentType: 'text/plain', stream }
    const { id } = await uploadAttachment(desk.world, desk.world.ana, file)
    const note = { ticketId, text: `${canary} is what I think of it`, attachmentIds: [id] }
    await desk.world.run(desk.world.ana, uow => addNote(uow, note))
  },
  'a tag': async () => {
    const version = await versionNow(desk.world, ticketId)
    await desk.world.run(desk.world.ana, uow => tagTicket(uow, { ticketId, version, tag: canary }))
  },
  // To take a new ticket opens it, which its customer may see. To assign it to somebody else does not.
  'an assignee': async () => {
    const version = await versionNow(desk.world, ticketId)
    await desk.world.run(desk.world.admin, uow =>
      assignTicket(uow, { ticketId, version, assigneeId: desk.world.ana.id }),
    )
  },
  'a queue of that name': async () => {
    await desk.world.pool.query('update queues set name = $1 where id = $2', [canary, desk.world.billingId])
    const version = await versionNow(desk.world, ticketId)
    await desk.world.run(desk.world.admin, uow => moveTicket(uow, { ticketId, version, queueId: desk.world.billingId }))
  },
  'a draft': () =>
    desk.world.run(desk.world.ana, uow =>
      updateDraft(uow, {
        ticketId,
        version: 0,
        kind: 'public',
        html: canary,
        attachmentIds: [],
        to: [],
        cc: [],
        bcc: [],
      }),
    ),
  'reading it': () =>
    desk.world.run(desk.world.ana, uow => markTicketRead(uow, { ticketId, seenAt: desk.world.now().toISOString() })),
  'a note moved here from another ticket': async () => {
    const { ana, lena } = desk.world
    const other = await ask(desk.world, lena, { title: 'From elsewhere' })
    const text = `${canary} in the wrong place`
    const note = await desk.world.run(ana, uow => addNote(uow, { ticketId: other.ticketId, text, attachmentIds: [] }))
    const version = await versionNow(desk.world, other.ticketId)
    await desk.world.run(ana, uow => moveMessage(uow, { messageId: note.messageId, version, to: { ticketId } }))
  },
}

test.each(Object.keys(secretly))('hides %s from a customer, and its existence too', async what => {
  // Lena's own tickets change with the last step: only answers about Omar's tickets are compared.
  const watchers = readers.filter(person => person !== 'lena' || !what.includes('another ticket'))
  const before = await Promise.all(watchers.map(snapshot))
  expect(before[0]).toContain('VPN drops at noon')
  desk.world.pass(60_000)
  await secretly[what]?.()
  await desk.world.settle()
  const after = await Promise.all(watchers.map(snapshot))
  expect(after).toEqual(before)
  // Only the request contains the word.
  for (const text of after) expect(text.replaceAll(new RegExp(`(=|%22|%5C)${canary}`, 'g'), '')).not.toContain(canary)
})

test('a public reply changes what the customer reads: the comparison can fail', async () => {
  const before = await snapshot('omar')
  const answer = { ticketId, version: await versionNow(desk.world, ticketId), text: 'Aloud.' }
  expect((await desk.mutate('messages.reply', answer, 'admin')).status).toBe(200)
  expect(await snapshot('omar')).not.toBe(before)
})

test.each(['/trpc/live.hints?input={}', '/api/live'])('%s sends the customer no part of it', async path => {
  const { omar, ana, admin } = desk.world
  const leaving = new AbortController()
  const Cookie = await desk.cookieOf('omar')
  const response = await fetch(`${desk.url}${path}`, {
    headers: { Cookie, Accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (word: string) => {
    while (!heard.includes(word)) heard += (await reader?.read())?.value ?? ''
  }
  const listening = until('ticket.created')
  // A stream misses what is emitted before it listens: repeat until it arrives.
  let isHeard = false
  void listening.then(() => {
    isHeard = true
  })
  while (!isHeard) {
    await ask(desk.world, omar)
    await new Promise(resolve => setImmediate(resolve))
  }
  await desk.world.run(ana, uow => addNote(uow, { ticketId, text: canary, attachmentIds: [] }))
  const version = await versionNow(desk.world, ticketId)
  await desk.world.run(admin, uow => tagTicket(uow, { ticketId, version, tag: `${canary}-live-${path.length}` }))
  await desk.mutate('messages.reply', { ticketId, version: version + 1, text: 'Aloud.' }, 'admin')
  await until('message.sent')
  leaving.abort()
  expect(heard).not.toMatch(new RegExp(`note|tagged|assigned|${canary}`))
})
