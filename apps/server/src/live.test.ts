import { addNote } from '@gotrs/core/messages/add-note'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterEach, beforeEach, expect, test } from 'vitest'

let desk: ServedWorld
beforeEach(async () => {
  desk = await serveWorld()
})
afterEach(() => desk.stop())

/** An open stream of server-sent events, with everything that it has received. */
async function open(cookie: string) {
  const abort = new AbortController()
  const url = `${desk.url}/trpc/live.hints?input={}`
  const response = await fetch(url, { headers: { Cookie: cookie, Accept: 'text/event-stream' }, signal: abort.signal })
  const stream = {
    text: '',
    status: response.status,
    headers: response.headers,
    close: () => abort.abort(),
    ended: Promise.resolve(),
  }
  stream.ended = (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) stream.text += chunk
  })().catch(() => {})
  return stream
}
const openAs = async (person: Person) => open(await desk.cookieOf(person))
type Stream = Awaited<ReturnType<typeof open>>

/** Everything before has arrived once a ticket that was asked after it shows. */
async function settled(...streams: Stream[]): Promise<void> {
  for (const stream of streams) {
    const before = stream.text.length
    await expect
      .poll(
        async () => {
          await ask(desk.world, desk.world.omar)
          return stream.text.slice(before).includes('ticket.created')
        },
        { timeout: 10_000 },
      )
      .toBe(true)
  }
}

test('hints come as server-sent events, filtered by who watches: a note never reaches a customer', async () => {
  const [ana, omar, lena] = [await openAs('ana'), await openAs('omar'), await openAs('lena')]
  expect(ana.headers.get('Content-Type')).toBe('text/event-stream')
  await settled(ana, omar)
  const { ticketId } = await ask(desk.world, desk.world.omar)
  await desk.world.run(desk.world.ana, uow => addNote(uow, { ticketId, text: 'zebra', attachmentIds: [] }))
  await settled(ana, omar)
  expect(ana.text).toContain('note.added')
  for (const stream of [omar, lena]) expect(stream.text).not.toMatch(/note|zebra/)
  expect(lena.text).not.toContain('ticket.created')
})

test('a caller without a login gets no stream', async () => {
  const stream = await open('gotrs=none')
  await stream.ended
  expect(stream.text).toContain('not_logged_in')
})

test('applies a new role within five seconds, without a new connection', async () => {
  const ana = await openAs('ana')
  await settled(ana)
  await desk.world.pool.query(`update users set role = 'customer' where id = $1`, [desk.world.ana.id])
  await desk.world.bus.publish({ recheckUserId: desk.world.ana.id })
  const omar = await openAs('omar')
  await settled(omar)
  await settled(omar)
  const before = ana.text.length
  await settled(omar)
  expect(ana.text.slice(before)).not.toContain('ticket.created')
})

test('ends the streams at a stop so that clients reconnect, and keeps no watcher', async () => {
  const ana = await openAs('ana')
  await settled(ana)
  await desk.world.live.stop()
  await ana.ended
  expect(desk.world.live.size()).toBe(0)
  expect(ana.text).toContain('"code":-32603')
  expect(ana.text).toContain('unavailable')
})
