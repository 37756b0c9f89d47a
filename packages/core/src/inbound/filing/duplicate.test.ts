import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../../testing/world.ts'
import { letter, receive } from '../testing/letters.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

function scan({ bytes = 'page one', subject = 'Scan', received = 'a' } = {}) {
  const text = ['--b', 'Content-Type: text/plain', '', 'See the file.', '--b']
  const file = [
    'Content-Type: application/pdf; name=s.pdf',
    'Content-Disposition: attachment; filename=s.pdf',
    '',
    bytes,
  ]
  return letter({
    from: 'Scanner <scan@acme.example>',
    subject,
    messageId: '<fixed@scanner.acme.example>',
    headers: [`X-Received: ${received}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    text: [...text, ...file, '--b--'].join('\r\n'),
  })
}

test('of a scanner with a fixed Message-ID every scan is kept, and the same one by another way only once', async () => {
  const first = await receive(world, scan())
  expect(first.outcome).toBe('created')
  for (const other of [scan({ bytes: 'page two' }), scan({ subject: 'Scan 2' })]) {
    const row = await receive(world, other)
    expect(row).toMatchObject({ outcome: 'created', reason: expect.stringContaining('under the same Message-ID') })
    expect(row.ticketId).not.toBe(first.ticketId)
  }
  expect(await receive(world, scan({ received: 'b' }))).toMatchObject({
    outcome: 'duplicate',
    ticketId: first.ticketId,
  })
})

test('the same mail is known again after its ticket was renamed', async () => {
  const first = await receive(world, letter({ messageId: '<r@acme.example>', headers: ['X-Way: one'] }))
  await world.pool.query("update tickets set title = 'Renamed' where id = $1", [first.ticketId])
  const again = await receive(world, letter({ messageId: '<r@acme.example>', headers: ['X-Way: two'] }))
  expect(again).toMatchObject({ outcome: 'duplicate', ticketId: first.ticketId })
})

test('a mail under a Message-ID that a stranger used again still finds its own ticket', async () => {
  const messageId = '<known@acme.example>'
  const first = await receive(world, letter({ messageId, text: 'First.' }))
  const squat = await receive(world, letter({ from: 'X <x@evil.example>', messageId, text: 'Squat.' }))
  expect(squat.ticketId).not.toBe(first.ticketId)
  const second = await receive(world, letter({ headers: [`In-Reply-To: ${messageId}`], text: 'One more thing.' }))
  expect(second).toMatchObject({ outcome: 'appended', ticketId: first.ticketId })
})
