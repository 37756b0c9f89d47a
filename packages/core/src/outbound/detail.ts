import { DeskError } from '@gotrs/contract/errors'
import type { OutboundMailDetail } from '@gotrs/contract/outbox'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import type { Blobs } from '../kernel/blobs.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { cleanAside } from '../messages/clean-html.ts'
import { selectMails, showMails } from './show-mail.ts'

/** One mail as it goes over the line, read from its bytes. @throws DeskError `not_found` */
export async function readOutboundMail(
  reader: Reader,
  { mailId }: { mailId: string },
  blobs: Blobs,
): Promise<OutboundMailDetail> {
  const [row] = await selectMails(reader).where(eq(outboundMails.id, mailId))
  const [shown] = await showMails(reader, row ? [row] : [])
  if (!row || !shown) throw new DeskError('not_found', { noun: 'mail' })
  const { text, blobKey, rfcMessageId: messageId, envelopeFrom } = row.mail
  const content = blobKey ? await contentOf(reader, await parseMail(await blobs.read(blobKey))) : noContent
  return { ...shown, text, messageId, envelopeFrom, ...content }
}

type Content = Pick<OutboundMailDetail, 'html' | 'headers' | 'attachments'>

/** It was never written, or held a secret and was wiped. */
const noContent: Content = { html: null, headers: [], attachments: [] }

const contentOf = async ({ actor }: Reader, mail: ParsedMail): Promise<Content> => ({
  html: mail.html === null ? null : (await cleanAside(actor, mail.html)).html,
  headers: mail.headers.filter(([name]) => name.toLowerCase() !== 'bcc').map(([name, value]) => ({ name, value })),
  attachments: mail.attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size })),
})
