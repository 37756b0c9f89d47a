import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { composeMail, type OutgoingMail, trimReferences } from './compose.ts'
import { wholeOf } from './content.ts'
import { parseMail } from './parse.ts'

const mail: OutgoingMail = {
  messageId: '<reply-1@gotrs.example>',
  from: { name: 'Ana (Support)', address: 'support@gotrs.example' },
  replyTo: { name: '', address: 'support+t1042-aaaaaaaaaaaaaaaaaaaa@gotrs.example' },
  to: [{ name: 'Müller, Jürgen "J"', address: 'j.mueller@customer.example' }],
  cc: [],
  subject: 'Re: Größe prüfen',
  text: 'Guten Tag,\n\n– Ana\n',
  html: '<p>Guten Tag</p><img src="cid:logo@gotrs.example">',
  inReplyTo: '<p2@customer.example>',
  references: ['<p1@customer.example>', '<p2@customer.example>'],
  attachments: [],
  date: new Date('2026-03-03T09:00:00Z'),
}

const headOf = (raw: Buffer) => raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? ''

describe('composeMail', () => {
  it('writes bytes that parse back to the input', async () => {
    const { raw, envelope } = await composeMail({ ...mail, cc: [{ name: 'Carl', address: 'carl@x.example' }] })
    const parsed = await parseMail(raw)
    expect(parsed).toMatchObject({
      messageId: mail.messageId,
      from: mail.from,
      fromIsAmbiguous: false,
      replyTo: mail.replyTo,
      to: mail.to,
      cc: [{ name: 'Carl', address: 'carl@x.example' }],
      subject: mail.subject,
      date: mail.date,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      text: 'Guten Tag,\n\n– Ana',
      autoSubmitted: 'no',
    })
    expect(parsed.html).toContain('<p>Guten Tag</p>')
    // Another parser reads the same: the output is unambiguous.
    const other = await PostalMime.parse(raw)
    expect(other).toMatchObject({
      messageId: mail.messageId,
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      references: mail.references.join(' '),
    })
    expect(other.text?.trim()).toBe('Guten Tag,\n\n– Ana')
    expect(envelope).toEqual({ from: 'support@gotrs.example', to: ['j.mueller@customer.example', 'carl@x.example'] })
  })

  it('keeps the bytes of attachments, and shows those with a Content-ID in the text', async () => {
    const bytes = Buffer.from([
      0x89,
      ...Buffer.from('PNG\r\n\x1a\n'),
      ...Array.from({ length: 292 }, (_, i) => i % 256),
    ])
    const { raw } = await composeMail({
      ...mail,
      attachments: [
        { filename: 'Übersicht "neu".bin', contentType: 'application/octet-stream', content: bytes },
        { filename: 'logo.png', contentType: 'image/png', content: bytes, contentId: 'logo@gotrs.example' },
        { filename: 'original.eml', contentType: 'message/rfc822', content: Buffer.from('Subject: x\r\n\r\nbody\r\n') },
      ],
    })
    const { attachments } = await parseMail(raw)
    expect(attachments.map(it => [it.filename, it.size, it.isInline, it.contentId])).toEqual([
      ['logo.png', 300, true, 'logo@gotrs.example'],
      ['Übersicht "neu".bin', 300, false, null],
      ['original.eml', expect.any(Number), false, null],
    ])
    expect(wholeOf(attachments[1]?.content ?? Buffer.alloc(0)).equals(bytes)).toBe(true)
  })

  it('writes equal bytes for equal input', async () => {
    const [first, second] = [await composeMail(mail), await composeMail(mail)]
    expect(first.raw.equals(second.raw)).toBe(true)
    const other = await composeMail({ ...mail, messageId: '<reply-2@gotrs.example>' })
    expect(other.raw.equals(first.raw)).toBe(false)
  })

  it('puts Bcc only into the envelope', async () => {
    const { raw, envelope } = await composeMail({ ...mail, bcc: [{ name: 'B', address: 'secret@x.example' }] })
    expect(envelope.to).toContain('secret@x.example')
    expect(raw.toString()).not.toContain('secret@x.example')
    expect(headOf(raw).toLowerCase()).not.toContain('bcc')
  })

  it('writes domains in ASCII into the envelope', async () => {
    const { envelope } = await composeMail({ ...mail, to: [{ name: '', address: 'jane@müller.example' }] })
    expect(envelope.to).toEqual(['jane@xn--mller-kva.example'])
  })

  it('sends an automatic reply from the empty envelope sender and marks it', async () => {
    const { raw, envelope } = await composeMail({ ...mail, autoSubmitted: 'auto-replied' })
    expect(envelope.from).toBe('')
    expect(headOf(raw)).toContain('Auto-Submitted: auto-replied')
    expect((await parseMail(raw)).autoSubmitted).toBe('auto_replied')
  })

  it.each<[string, Partial<OutgoingMail>]>([
    ['subject', { subject: 'x\r\nBcc: evil@x.example\r\n\r\nbody' }],
    ['name of the sender', { from: { name: 'A\r\nBcc: evil@x.example', address: 'support@gotrs.example' } }],
    ['name of a recipient', { to: [{ name: 'A\nBcc: evil@x.example', address: 'a@x.example' }] }],
    ['list id', { listId: 'a\r\nBcc: evil@x.example' }],
    ['header of our own', { extraHeaders: { 'X-A': 'a\r\nBcc: evil@x.example' } }],
    ['references', { references: ['<a@x>\r\nBcc: evil@x.example'], inReplyTo: '<a@x>\r\nBcc: evil@x.example' }],
    [
      'name and type of an attachment',
      { attachments: [{ filename: 'a\r\nBcc: e@x', contentType: 'a/b\r\nBcc: e@x', content: Buffer.from('x') }] },
    ],
  ])('rejects a line break in the %s', async (_, change) => {
    const { raw, envelope } = await composeMail({ ...mail, ...change })
    expect(raw.toString('latin1')).not.toMatch(/^bcc:/im)
    expect(envelope.to).toHaveLength(1)
    expect((await parseMail(raw)).headers.map(([name]) => name.toLowerCase())).not.toContain('bcc')
    expect((await PostalMime.parse(raw)).headers.map(it => it.key)).not.toContain('bcc')
  })

  it.each<[string, string]>([
    ['two addresses in one', 'a@x.example, b@x.example'],
    ['a line break', 'a@x.example\r\nRCPT TO:<b@x.example>'],
    ['brackets', 'a@x.example> <b@x.example'],
    ['no domain', 'root'],
    ['a second address in quotes', '"a@b"@x.example'],
    ['a semicolon', 'a;b@x.example'],
    ['a NUL', 'a\u0000@x.example'],
  ])('rejects an address with %s', async (_, address) => {
    const change = { to: [{ name: '', address }] }
    await expect(composeMail({ ...mail, ...change })).rejects.toMatchObject({ code: 'address_invalid' })
  })

  it('rejects a mail without recipients, an invalid Message-ID, and extra headers that have their own field', async () => {
    await expect(composeMail({ ...mail, to: [] })).rejects.toMatchObject({ code: 'no_recipient' })
    await expect(composeMail({ ...mail, messageId: 'x' })).rejects.toMatchObject({ code: 'message_id_invalid' })
    const bcc = composeMail({ ...mail, extraHeaders: { Bcc: 'evil@x.example' } })
    await expect(bcc).rejects.toMatchObject({ code: 'header_name_invalid' })
  })

  it('ends every line with CRLF and keeps lines of the header below 998 octets', async () => {
    const references = Array.from({ length: 60 }, (_, i) => `<reference-number-${i}@customer.example>`)
    const { raw } = await composeMail({ ...mail, subject: 'ß'.repeat(1_000), references })
    const lines = raw.toString('latin1').split('\r\n')
    expect(lines.some(line => /[\r\n]/.test(line))).toBe(false)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(998)
  })
})

describe('trimReferences', () => {
  it('keeps the root and the nearest ancestors', () => {
    const all = Array.from({ length: 30 }, (_, i) => `<${i}@x>`)
    const kept = trimReferences(all, 5)
    expect(kept).toEqual(['<0@x>', '<26@x>', '<27@x>', '<28@x>', '<29@x>'])
    expect(trimReferences(['<a@x>', '<a@x>'])).toEqual(['<a@x>'])
  })
})
