import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

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

describe('the same mail by another way', () => {
  const verdicts = {
    authenticated: 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=acme.example',
    unknown: 'X-Way: one',
    contradicted: 'Authentication-Results: mx.gotrs.example; dmarc=fail header.from=acme.example',
  }
  type Verdict = keyof typeof verdicts
  let count = 0
  async function twice(first: Verdict, second: Verdict, headers: [string[], string[]] = [[], []]) {
    count += 1
    const messageId = `<twice-${count}@acme.example>`
    const receiveMail = (verdict: Verdict, more: string[], way: string) =>
      receive(world, letter({ messageId, headers: [verdicts[verdict], `X-Hop: ${way}`, ...more] }))
    const before = await receiveMail(first, headers[0], 'one')
    return { before, after: await receiveMail(second, headers[1], 'two') }
  }

  test.each<[Verdict, Verdict, string]>([
    ['authenticated', 'authenticated', 'duplicate'],
    ['authenticated', 'contradicted', 'duplicate'],
    ['unknown', 'unknown', 'duplicate'],
    ['contradicted', 'contradicted', 'duplicate'],
    ['unknown', 'authenticated', 'created'],
    ['contradicted', 'unknown', 'created'],
  ])('first %s, then %s, ends as %s', async (first, second, outcome) => {
    const { before, after } = await twice(first, second)
    expect(before.outcome).toBe('created')
    expect(after.outcome).toBe(outcome)
    if (outcome === 'duplicate') expect(after.ticketId).toBe(before.ticketId)
    else expect(after.ticketId).not.toBe(before.ticketId)
  })

  test('is held once for one ticket, and again for another ticket', async () => {
    const ofLena = async () => {
      const { rfcMessageId } = await receive(world, letter({ from: 'lena@other.example' }))
      return [`In-Reply-To: ${rfcMessageId}`]
    }
    const [one, other] = [await ofLena(), await ofLena()]
    expect((await twice('unknown', 'unknown', [one, one])).after.outcome).toBe('duplicate')
    expect((await twice('unknown', 'unknown', [one, other])).after.outcome).toBe('held')
    expect((await twice('contradicted', 'contradicted', [one, []])).after.outcome).toBe('created')
    expect((await twice('contradicted', 'contradicted', [[], one])).after.outcome).toBe('held')
  })
})

test('a mail under a Message-ID that a stranger used again still finds its own ticket', async () => {
  const messageId = '<known@acme.example>'
  const first = await receive(world, letter({ messageId, text: 'First.' }))
  const squat = await receive(world, letter({ from: 'X <x@evil.example>', messageId, text: 'Squat.' }))
  expect(squat.ticketId).not.toBe(first.ticketId)
  const second = await receive(world, letter({ headers: [`In-Reply-To: ${messageId}`], text: 'One more thing.' }))
  expect(second).toMatchObject({ outcome: 'appended', ticketId: first.ticketId })
})
