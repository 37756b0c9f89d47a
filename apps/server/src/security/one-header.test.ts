import { type AddressInfo, connect, createServer } from 'node:net'
import type { OutgoingCopy } from '@gotrs/core/outbound/outgoing-copies'
import { type SendCopy, sendDueMails } from '@gotrs/core/outbound/send'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWebhook } from '@gotrs/core/webhooks/create'
import { deliverDue } from '@gotrs/core/webhooks/deliver'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** Attack 13: a line break in a field neither ends a header nor adds a recipient. */

let desk: ServedWorld
let ticketId: string
let webhookPort: number
const heads: string[] = []
const receiver = createServer(socket => {
  socket.on('error', () => {})
  socket.once('data', bytes => {
    heads.push(bytes.toString('latin1').split('\r\n\r\n')[0] ?? '')
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  })
})
beforeAll(async () => {
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  webhookPort = (receiver.address() as AddressInfo).port
  desk = await serveWorld({ callsPerMinute: 0, privateHosts: '127.0.0.1' })
  ticketId = (await ask(desk.world, desk.world.omar)).ticketId
})
beforeEach(() => desk.world.pool.query('delete from rate_limits'))
afterAll(async () => {
  receiver.close()
  await desk.stop()
})

const json = { 'Content-Type': 'application/json' }
/** Line breaks, and characters that some programs treat as line breaks. */
const breaks = ['\r\n', '\n', '\r', '\r\n ', '\u0000', '\u000b', '\u000c']
/** One of each kind, for what is rejected all the same. */
const lineEnds = ['\r\n', '\n', '\r', '\u0000']
const hostile = (end: string) => `Hello${end}Bcc: x@evil.example${end}X-Evil: yes`
const address = (end: string) => `omar@acme.example${end}Bcc:x@evil.example`

type OneLineField = [what: string, procedure: string, input: (text: string, end: string) => unknown]

const mailbox = () => ({
  ...{ mailboxId: desk.world.mailboxId, name: 'support', address: 'support@gotrs.example' },
  ...{ displayName: 'Support', queueId: desk.world.supportId },
})
const imap = { host: 'imap.example', port: 993, tls: 'tls', user: 'x', password: 'x' }
const hook = { name: 'Chat', url: 'https://hooks.example/', eventTypes: ['ticket.created'] }
const reply = () => ({ ticketId, version: 1, text: 'Yes.' })
const password = 'plum-Quartz-91-ferry'

/** Every field of one line that may become part of a header, or of a line of another protocol. */
const fields: OneLineField[] = [
  ['the title of a ticket', 'tickets.create', title => ({ title, text: 'x' })],
  ['another title', 'tickets.rename', title => ({ ticketId, version: 1, title })],
  [
    'the name of a customer',
    'tickets.create',
    customerName => ({ title: 'x', message: 'x', customerEmail: 'a@b.example', customerName }),
  ],
  [
    'the address of a customer',
    'tickets.create',
    (_, end) => ({ title: 'x', message: 'x', customerEmail: address(end) }),
  ],
  ['a tag', 'tickets.tag', tag => ({ ticketId, version: 1, tag })],
  ['the reason of a removal', 'tickets.delete', reason => ({ ticketId, reason })],
  ['the title of what is moved', 'messages.move', title => ({ messageId: ticketId, version: 1, to: { title } })],
  ['to', 'messages.reply', (_, end) => ({ ...reply(), to: [address(end)] })],
  ['cc', 'messages.reply', (_, end) => ({ ...reply(), cc: [address(end)] })],
  ['bcc', 'messages.reply', (_, end) => ({ ...reply(), bcc: [address(end)] })],
  ['the name of a queue', 'queues.create', name => ({ name })],
  ['another name of a queue', 'queues.update', name => ({ queueId: desk.world.supportId, name })],
  ['the name of a mailbox', 'mailboxes.create', name => ({ ...mailbox(), name })],
  ['the name it writes under', 'mailboxes.create', displayName => ({ ...mailbox(), displayName })],
  ['its address', 'mailboxes.create', (_, end) => ({ ...mailbox(), address: address(end) })],
  ['its alias', 'mailboxes.create', (_, end) => ({ ...mailbox(), aliases: [address(end)] })],
  ['its authserv-id', 'mailboxes.create', authservId => ({ ...mailbox(), authservId })],
  ['its IMAP host', 'mailboxes.create', host => ({ ...mailbox(), imap: { ...imap, host } })],
  ['its IMAP user', 'mailboxes.create', user => ({ ...mailbox(), imap: { ...imap, user } })],
  ['its folder', 'mailboxes.create', folder => ({ ...mailbox(), imap: { ...imap, folder } })],
  ['the folder it moves to', 'mailboxes.create', moveTo => ({ ...mailbox(), imap: { ...imap, moveTo } })],
  ['its SMTP host', 'mailboxes.create', host => ({ ...mailbox(), smtp: { ...imap, host } })],
  ['its SMTP user', 'mailboxes.create', user => ({ ...mailbox(), smtp: { ...imap, user } })],
  ['an SMTP user that is tried', 'mailboxes.test', user => ({ smtp: { ...imap, user } })],
  ['its app', 'mailboxes.create', clientId => ({ ...mailbox(), oauth: { provider: 'google', clientId } })],
  [
    'the scope of its app',
    'mailboxes.create',
    scope => ({ ...mailbox(), oauth: { provider: 'other', clientId: 'x', scope } }),
  ],
  ['the name of a webhook', 'webhooks.create', name => ({ ...hook, name })],
  ['the name of a token', 'tokens.create', name => ({ name, scopes: ['tickets:read'], password })],
  ['the name of a view', 'views.create', name => ({ name, q: 'is:open' })],
  ['the name of an account', 'auth.register', name => ({ name, email: 'new@b.example', password })],
  ['the address of an account', 'auth.register', (_, end) => ({ name: 'x', email: address(end), password })],
  ['the address of a reset', 'auth.requestPasswordReset', (_, end) => ({ email: address(end) })],
  ["one's own name", 'auth.updateProfile', name => ({ name })],
  ['the name of a person', 'users.create', name => ({ name, email: 'new@b.example', role: 'customer' })],
  ['the address of a person', 'users.create', (_, end) => ({ name: 'x', email: address(end), role: 'customer' })],
  ['another name of a person', 'users.update', name => ({ userId: desk.world.omar.id, name })],
]

describe('by the API a field of one line has one', () => {
  test.each(fields)('%s', async (_what, procedure, input) => {
    for (const end of lineEnds) {
      const { status, code } = await desk.mutate(procedure, input(hostile(end), end), 'admin')
      expect([JSON.stringify(end), status, code]).toEqual([JSON.stringify(end), 400, 'invalid_input'])
    }
  })

  test('rejects line breaks in a web address, or stores it as one line', async () => {
    for (const end of breaks) {
      const url = `https://hooks.example/${end}X-Evil:1`
      const oauth = { provider: 'other', clientId: 'x', tokenUrl: url, authorizeUrl: url }
      for (const said of [
        await desk.mutate('webhooks.create', { ...hook, url }, 'admin'),
        await desk.mutate('mailboxes.create', { ...mailbox(), oauth }, 'admin'),
      ]) {
        const { url: kept, oauth: app } = (said.data ?? {}) as { url?: string; oauth?: { tokenUrl: string } }
        const expected = said.status === 400 ? 'invalid_input' : expect.stringMatching(/^https:[^\p{Cc}]*X-Evil:1$/u)
        expect([end, said.code ?? kept ?? app?.tokenUrl]).toEqual([end, expected])
      }
    }
  })

  test('by REST too, and nothing was written and nobody written to by any of it', async () => {
    const bodies: [string, string, object][] = [
      ['POST', '/api/tickets', { title: hostile('\r\n'), message: 'x' }],
      ['PUT', `/api/tickets/${ticketId}`, { title: hostile('\n') }],
      ['POST', '/api/users', { name: hostile('\r\n'), email: 'c@d.example', role: 'customer' }],
      ['POST', '/api/auth/register', { name: 'x', email: address('\r\n'), password }],
      ['POST', `/api/tickets/${ticketId}/messages`, { text: 'x', cc: [address('\r\n')] }],
      ['POST', '/api/webhooks', { ...hook, name: hostile('\r') }],
    ]
    for (const [method, path, body] of bodies) {
      const response = await desk.fetch(path, { method, headers: json, body: JSON.stringify(body), as: 'admin' })
      expect([path, response.status]).toEqual([path, 400])
    }
    await desk.world.settle()
    const { rows } = await desk.world.pool.query(`select address from outbound_recipients where address like '%evil%'`)
    expect(rows).toEqual([])
  })
})

/** By the names of the header lines, folded ones joined. */
const namesIn = (header: string) =>
  header
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map(line => line.slice(0, line.indexOf(':')).toLowerCase())

/** A file as a special client sends it: fetch would clean the name. */
async function uploadNamed(disposition: string): Promise<string> {
  const body = `--b\r\nContent-Disposition: form-data; name="file"; ${disposition}\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`
  const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
  const response = await desk.fetch('/api/attachments', { method: 'POST', headers, body, as: 'ana' })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

describe('text that cannot be rejected, because it came by mail or in the name of a file', () => {
  const encoded = (text: string) => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`

  test('becomes one line: the same headers, the same recipients, and the envelope that was checked', async () => {
    const { world } = desk
    const files = [
      await uploadNamed(`filename="a.txt"; filename*=utf-8''a%0D%0ABcc%3A%20x%40evil.example%0D%0A%0D%0Ab.txt`),
      await uploadNamed(`filename="a%0D%0AX-Evil: yes.txt"`),
      await uploadNamed(`filename="${encoded(hostile('\r\n'))}.txt"`),
    ]
    for (const id of files) {
      const { headers } = await desk.fetch(`/api/attachments/${id}`, { as: 'ana' })
      expect(headers.get('X-Evil')).toBeNull()
      expect(headers.get('Content-Disposition')).toMatch(
        /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[^\r\n]*$/,
      )
    }
    for (const [at, end] of breaks.entries()) {
      const evil = encoded(hostile(end))
      const row = await receive(
        world,
        letter({
          from: `${evil} <omar@acme.example>`,
          subject: evil,
          messageId: `<own-${at}@acme.example\r\n Bcc:x@evil.example>`,
          headers: [
            `Cc: ${evil} <nora@acme.example>`,
            `Reply-To: ${evil} <omar@acme.example>`,
            `References: ${evil} <a@b>`,
          ],
        }),
      )
      const attachmentIds = at === 0 ? files : []
      const version = await versionNow(world, row.ticketId ?? '')
      const answer = { ticketId: row.ticketId, version, text: hostile(end), attachmentIds }
      const answered = await desk.mutate(
        'messages.reply',
        { ...answer, cc: ['boss@acme.example'], bcc: ['ceo@acme.example'] },
        'ana',
      )
      expect([end, answered.status, answered.code]).toEqual([
        end,
        end === '\u0000' ? 400 : 200,
        end === '\u0000' ? 'invalid_input' : undefined,
      ])
    }
    await world.settle()
    const mails = await writtenMails(world)
    expect(mails.filter(mail => mail.purpose === 'reply')).toHaveLength(breaks.length - 1)
    for (const mail of mails) {
      const names = namesIn(mail.header)
      expect(new Set(names).size, 'each header once').toBe(names.length)
      expect(names.filter(name => name === 'bcc' || name.startsWith('x-evil'))).toEqual([])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
      expect(mail.header).not.toMatch(/\r(?!\n)|(?<!\r)\n|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
      const heads = mail.raw.split(/^--[^\r\n]+\r\n/m).slice(1)
      expect(heads.filter(part => /^(bcc|x-evil):/im.test(part.split('\r\n\r\n')[0] ?? ''))).toEqual([])
    }
    const copies: OutgoingCopy[] = []
    const take: SendCopy = async copy => {
      copies.push(copy)
      return { kind: 'answered', accepted: copy.to, refused: [], response: '250 ok' }
    }
    while ((await sendDueMails(world, take)) > 0);
    const known = ['boss@acme.example', 'ceo@acme.example', 'nora@acme.example', 'omar@acme.example']
    for (const { to } of copies)
      expect(to.filter(it => !known.includes(it) && !it.endsWith('@gotrs.example'))).toEqual([])
    const answers = copies.filter(({ raw }) => raw.includes('boss@acme.example'))
    // One copy for each of the three.
    expect(answers).toHaveLength(3 * (breaks.length - 1))
    expect(new Set(answers.flatMap(({ to }) => to))).toEqual(
      new Set(['boss@acme.example', 'ceo@acme.example', 'omar@acme.example']),
    )
  })
})

test('a webhook delivery has only its own headers, whatever is encoded in its address', async () => {
  const { world } = desk
  const url = `http://127.0.0.1:${webhookPort}/hook%0d%0aX-Evil:%20yes?a=%0d%0aX-Evil:%202`
  await world.run(world.admin, uow => createWebhook(uow, { ...hook, eventTypes: ['ticket.created'], url }))
  await ask(world, world.omar)
  await world.settle()
  await deliverDue(world)
  expect(heads.length).toBeGreaterThan(0)
  for (const head of heads) {
    const names = namesIn(head.slice(head.indexOf('\r\n') + 2))
    expect(names).toEqual(expect.arrayContaining(['webhook-id', 'webhook-signature', 'content-type']))
    expect(names.filter(name => name.includes('evil'))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  }
})

test('no path, query or header of a request ends a header of its answer', async () => {
  const { hostname, port } = new URL(desk.url)
  const cookie = await desk.cookieOf('admin')
  const evil = '%0d%0aX-Evil:%20yes%0d%0aSet-Cookie:%20a=b'
  const paths = [`/agent/${evil}`, `/${evil}`, `/api/${evil}`, `/api/tickets/${evil}`, `/trpc/${evil}`]
  paths.push(`/api/mailboxes/oauth/callback?state=x&error=${evil}`, `/api/attachments/${evil}?inline=${evil}`)
  for (const path of paths) {
    const head = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${cookie}\r\nIf-None-Match: ${evil}\r\n\r\n`,
        ),
      )
      socket.on('data', chunk => {
        text += chunk
      })
      socket.on('close', () => resolve(text.split('\r\n\r\n')[0] ?? ''))
      socket.on('error', reject)
    })
    expect(head).toMatch(/^HTTP\/1\.1 \d{3} /)
    expect([path, namesIn(head).filter(name => name === 'x-evil' || name === 'set-cookie')]).toEqual([path, []])
  }
})
