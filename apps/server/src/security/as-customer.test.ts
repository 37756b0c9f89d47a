import { addNote } from '@gotrs/core/messages/add-note'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

const secret = 'xylograph'
const asCustomer = { 'X-Gotrs-As': 'customer' }

async function query(path: string, input: unknown, headers: Record<string, string>, as: Person = 'ben') {
  const address = `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`
  const response = await desk.fetch(address, { as, headers })
  return { status: response.status, text: await response.text() }
}
async function mutate(path: string, input: unknown, headers: Record<string, string>) {
  const init = {
    method: 'POST',
    body: JSON.stringify(input),
    headers: { 'Content-Type': 'application/json', ...headers },
  }
  const response = await desk.fetch(`/trpc/${path}`, { as: 'ben', ...init })
  const body = (await response.json()) as { result?: { data: { ticketId: string; messageId: string } } }
  return { status: response.status, ...body.result?.data }
}
async function upload(as: Person): Promise<string> {
  const form = new FormData()
  form.set('file', new File(['x'], 'x.txt'))
  return ((await (await desk.fetch('/api/attachments', { method: 'POST', body: form, as })).json()) as { id: string })
    .id
}

describe("an agent's own request in a queue that is not theirs", () => {
  const asked = { title: 'My chair is broken', message: 'The left arm.', attachmentIds: [] as string[] }

  test('is theirs as a customer, in the portal, and only there', async () => {
    expect((await mutate('tickets.create', { ...asked, queue: 'Support' }, {})).status).toBe(403)
    const fileId = await upload('ben')
    const { status, ticketId } = await mutate('tickets.create', { ...asked, attachmentIds: [fileId] }, asCustomer)
    expect(status).toBe(200)
    expect((await query('tickets.get', { ticketId }, {})).status).toBe(404)
    expect((await query('tickets.get', { ticketId }, asCustomer)).status).toBe(200)
    expect((await query('tickets.list', {}, asCustomer)).text).toContain(asked.title)
    expect((await desk.fetch(`/api/attachments/${fileId}`, { as: 'ben' })).status).toBe(200)
    const answer = await mutate('messages.reply', { ticketId, text: 'The right one, too.' }, asCustomer)
    expect(answer.status).toBe(200)
    expect((await query('messages.list', { ticketId }, asCustomer)).text).toContain('The right one, too.')
    expect((await mutate('tickets.resolve', { ticketId }, asCustomer)).status).toBe(200)
  })

  test('shows no note and no staff field, and takes none', async () => {
    const { ticketId = '' } = await mutate('tickets.create', asked, asCustomer)
    const attachmentIds = [await upload('ana')]
    const note = { ticketId, text: `${secret} about Ben`, attachmentIds }
    await desk.world.run(desk.world.ana, uow => addNote(uow, note))
    const answer = { ticketId, version: await versionNow(desk.world, ticketId), text: 'A new one comes.' }
    await desk.world.run(desk.world.ana, uow =>
      replyToTicket(uow, { ...answer, attachmentIds: [], thenResolve: false }),
    )
    const reads = await Promise.all([
      query('tickets.get', { ticketId }, asCustomer),
      query('messages.list', { ticketId }, asCustomer),
      query('tickets.list', {}, asCustomer),
      query('tickets.list', { q: secret }, asCustomer),
    ])
    for (const { text } of reads) {
      expect(text).not.toContain(secret)
      expect(text).not.toMatch(/"staff":\{/)
    }
    expect(reads[1].text).toContain('A new one comes.')
    expect((await desk.fetch(`/api/attachments/${attachmentIds[0]}`, { as: 'ben' })).status).toBe(404)
    for (const [path, input] of [
      ['messages.addNote', { ticketId, text: 'n' }],
      ['tickets.assign', { ticketId, assigneeId: desk.world.ben.id, version: 'any' }],
      ['tickets.create', { ...asked, queue: 'Billing' }],
    ] as const)
      expect([path, (await mutate(path, input, asCustomer)).status]).toEqual([path, 403])
  })

  test('is read by nobody else: a person who acts as a customer has fewer rights, never more', async () => {
    const own = await ask(desk.world, desk.world.omar, { title: 'Asked by Omar' })
    for (const as of ['ben', 'ana', 'admin', 'lena'] as const)
      expect([as, (await query('tickets.get', { ticketId: own.ticketId }, asCustomer, as)).status]).toEqual([as, 404])
    expect((await query('tickets.list', {}, asCustomer, 'admin')).text).not.toContain('Asked by Omar')
  })
})
