import { Readable } from 'node:stream'
import { allKinds } from '@gotrs/core/testing/all-kinds'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { organisations, queues, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { composeMail, type OutgoingMail } from '@gotrs/mail/compose'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { register } from '../accounts/register.ts'
import { requestPasswordReset } from '../accounts/request-password-reset.ts'
import { uploadAttachment } from '../attachments/upload.ts'
import { addNote } from '../messages/add-note.ts'

/** How a line is ended, or made to look ended to some program. */
const breaks = [
  '\r\n',
  '\n',
  '\r',
  '\r\n ',
  '\u2028',
  '\u0085',
  '\u000b',
  '\u000c',
  '=?utf-8?q?=0D=0A?=',
  '%0d%0a',
  '\\r\\n',
]
const hostile = (end: string) => `Hello${end}Bcc: x@evil.example${end}X-Evil: yes${end}${end}<b>body</b>`

/** Each header line by name, folded lines joined. */
function headersOf(header: string): string[] {
  return header
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map(line => line.slice(0, line.indexOf(':')).toLowerCase())
}

const known = new Set(
  'from reply-to to cc subject message-id in-reply-to references date mime-version content-type content-transfer-encoding auto-submitted x-auto-response-suppress x-gotrs-loop'.split(
    ' ',
  ),
)

function expectClean(header: string): void {
  const names = headersOf(header)
  expect(names.filter(name => !known.has(name))).toEqual([])
  expect(new Set(names).size, 'each header once').toBe(names.length)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(header).not.toMatch(/\r(?!\n)|(?<!\r)\n|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
}

describe('no text in any field of any mail adds a header or a recipient', () => {
  const plain: OutgoingMail = {
    messageId: '<a@gotrs.example>',
    from: { name: 'Ana', address: 'support@gotrs.example' },
    replyTo: { name: 'Northwind', address: 'support@gotrs.example' },
    to: [{ name: 'Omar', address: 'omar@acme.example' }],
    cc: [{ name: 'Nora', address: 'nora@acme.example' }],
    subject: 'Re: VPN',
    text: 'Yes.',
    html: '<p>Yes.</p>',
    inReplyTo: '<b@acme.example>',
    references: ['<b@acme.example>'],
    attachments: [],
    date: new Date('2026-11-02T09:00:00Z'),
  }
  const fields: [string, (text: string) => Partial<OutgoingMail>][] = [
    ['subject', subject => ({ subject })],
    ['sender', name => ({ from: { name, address: 'support@gotrs.example' } })],
    ['reply-to', name => ({ replyTo: { name, address: 'support@gotrs.example' } })],
    ['recipient', name => ({ to: [{ name, address: 'omar@acme.example' }] })],
    ['copy', name => ({ cc: [{ name, address: 'nora@acme.example' }] })],
    ['text', text => ({ text })],
    ['html', html => ({ html })],
    ['in-reply-to', inReplyTo => ({ inReplyTo })],
    ['in-reply-to, in brackets', text => ({ inReplyTo: `<${text}@x>` })],
    ['references', text => ({ references: [text, `<${text}@x>`] })],
    ['file name', filename => ({ attachments: [{ filename, contentType: 'text/plain', content: Buffer.from('x') }] })],
    ['file type', contentType => ({ attachments: [{ filename: 'a', contentType, content: Buffer.from('x') }] })],
    [
      'content id',
      contentId => ({
        attachments: [{ filename: 'a', contentType: 'image/png', content: Buffer.from('x'), contentId }],
      }),
    ],
  ]
  test.each(fields)('%s', async (_name, fieldOf) => {
    for (const end of breaks) {
      const { raw, envelope } = await composeMail({ ...plain, ...fieldOf(hostile(end)) })
      const whole = raw.toString('latin1')
      expectClean(whole.slice(0, whole.indexOf('\r\n\r\n')))
      expect(envelope.to).toEqual(['omar@acme.example', 'nora@acme.example'])
      // Nor in the head of a part.
      const heads = whole
        .split(/^--[^\r\n]+\r\n/m)
        .slice(1)
        .map(part => part.split('\r\n\r\n')[0] ?? '')
      expect(heads.filter(head => /^(?:bcc|x-evil):/im.test(head))).toEqual([])
    }
  })
  test.each(['to', 'cc', 'bcc'] as const)('an invalid address in %s is refused', async kind => {
    for (const end of breaks) {
      const address = `omar@acme.example${end}Bcc: x@evil.example`
      await expect(composeMail({ ...plain, [kind]: [{ name: '', address }] })).rejects.toThrow('Not an address')
    }
  })
})

describe('mails of every purpose', () => {
  let world: World
  const business = (end: string) => ({
    info: { businessName: hostile(end), isDemo: false, hasDevelopmentInbox: false, maxAttachmentBytes: 1_000_000 },
  })
  beforeAll(async () => {
    world = await createWorld(business('\r\n'))
  })
  afterAll(() => world.remove())

  /** Everything that people and settings can name is hostile, then everything that makes mail is done. */
  async function everyPurpose(end: string) {
    await world.settle()
    await world.pool.query('delete from outbound_mails')
    world.pass(25 * hour)
    const text = hostile(end)
    await world.db.update(users).set({ name: text, mailedKinds: allKinds, passwordHash: 'known' })
    await world.db.update(organisations).set({ name: text })
    await world.db.update(queues).set({ name: text }).where(eq(queues.id, world.supportId))
    await world.db.update(mailboxes).set({ displayName: text, signature: `${text}{{agent.name}}` })
    const row = await receive(world, letter({ subject: `=?utf-8?b?${Buffer.from(text).toString('base64')}?=` }))
    const ticketId = row.ticketId ?? ''
    await world.db.update(tickets).set({ title: text, assigneeId: world.ana.id }).where(eq(tickets.id, ticketId))
    const stream = Readable.from([Buffer.from('x')])
    const file = await uploadAttachment(world, world.ana, { filename: text, contentType: 'text/plain', stream })
    await answer(world, ticketId, { text, cc: ['boss@acme.example'], attachmentIds: [file.id] })
    await world.run(world.admin, uow => addNote(uow, { ticketId, text, attachmentIds: [] }))
    await register(world, {
      name: text.slice(0, 100),
      email: `new${end.length}@home.example`,
      password: 'plum-Quartz-91-ferry',
    })
    await register(world, { name: 'Omar', email: 'omar@acme.example', password: 'plum-Quartz-91-ferry' })
    await requestPasswordReset(world, { email: 'lena@other.example' })
    await world.settle()
    return writtenMails(world)
  }

  test('have clean headers, go to whom they are meant for, and are no bulk mail to unsubscribe from', async () => {
    for (const end of ['\r\n', '\n', '\r', '\u2028']) {
      const mails = await everyPurpose(end)
      const purposes = ['reply', 'acknowledgement', 'notification', 'verify_email', 'account_exists', 'password_reset']
      expect(new Set(mails.map(it => it.purpose))).toEqual(new Set(purposes))
      for (const mail of mails) {
        expectClean(mail.header)
        // RFC 8058 wants it of bulk mail; in a mail that was asked for it would cut people off from their answers.
        expect(mail.header).not.toMatch(/^List-|^Precedence:/im)
        const addresses = [...mail.parsed.to, ...mail.parsed.cc].map(it => it.address)
        expect(mail.recipients.map(it => it.address).sort()).toEqual(addresses.sort())
        expect(addresses.join()).not.toContain('evil')
      }
    }
  })
})
