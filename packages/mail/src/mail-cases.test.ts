import { describe, expect, it } from 'vitest'
import { wholeOf } from './content.ts'
import { parseMail } from './parse.ts'
import { charsetMails } from './testing/charset-mails.ts'
import { headerMails } from './testing/header-mails.ts'
import type { MailCase } from './testing/mail-case.ts'
import { structureMails } from './testing/structure-mails.ts'
import { transferMails } from './testing/transfer-mails.ts'

async function read({ raw }: MailCase) {
  const mail = await parseMail(Buffer.from(raw, 'latin1'))
  return {
    text: mail.text,
    html: mail.html ?? undefined,
    subject: mail.subject,
    from: mail.from?.address,
    to: mail.to.map(it => it.address),
    date: mail.date?.toISOString(),
    files: mail.attachments.map(it => it.filename),
    content: mail.attachments[0] && wholeOf(mail.attachments[0].content).toString('latin1'),
  }
}

describe.each([
  ['parts', structureMails],
  ['charsets', charsetMails],
  ['transfer encodings', transferMails],
  ['headers', headerMails],
])('parseMail of odd %s', (_, cases) => {
  it.each(cases.map(it => [it.name, it] as const))('reads %s', async (_, mail) => {
    expect(await read(mail)).toMatchObject(mail.gives)
  })
})
