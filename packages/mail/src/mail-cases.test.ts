import { charsetMails } from '@gotrs/mail/testing/charset-mails'
import { headerMails } from '@gotrs/mail/testing/header-mails'
import type { MailCase } from '@gotrs/mail/testing/mail-case'
import { structureMails } from '@gotrs/mail/testing/structure-mails'
import { transferMails } from '@gotrs/mail/testing/transfer-mails'
import { describe, expect, it } from 'vitest'
import { wholeOf } from './content.ts'
import { parseMail } from './parse.ts'

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
