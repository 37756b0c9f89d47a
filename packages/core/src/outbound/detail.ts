import { DeskError } from '@gotrs/contract/errors'
import type { OutboundMailDetail } from '@gotrs/contract/outbox'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { maskTokens } from '@gotrs/mail/mask-tokens'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import { cleanHtml } from '../conversation/clean-html.ts'
import type { Blobs } from '../kernel/blobs.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { selectMails, showMails } from './show-mail.ts'
import { readShownMail } from './shown-mail.ts'

/** One mail as it is sent, read from its bytes. @throws DeskError `not_found` */
export async function readOutboundMail(
  reader: Reader,
  { mailId }: { mailId: string },
  blobs: Blobs,
): Promise<OutboundMailDetail> {
  requireGrant(reader, 'outbox.read')
  const [row] = await selectMails(reader).where(eq(outboundMails.id, mailId))
  const [shown] = await showMails(reader, row ? [row] : [])
  if (!row || !shown) throw new DeskError('not_found', { noun: 'mail' })
  const { rfcMessageId: messageId, envelopeFrom } = row.mail
  const { text, parsed } = await readShownMail(row.mail, blobs)
  const content = parsed ? await contentOf(reader, parsed) : noContent
  return { ...shown, text: text && maskTokens(text), messageId, envelopeFrom, ...content }
}

type Content = Pick<OutboundMailDetail, 'html' | 'headers' | 'attachments'>

/** The mail was never written, or it is secret. */
const noContent: Content = { html: null, headers: [], attachments: [] }

const contentOf = async ({ actor }: Reader, mail: ParsedMail): Promise<Content> => ({
  html: mail.html === null ? null : (await cleanHtml(actor, maskTokens(mail.html))).html,
  headers: mail.headers
    .filter(([name]) => name.toLowerCase() !== 'bcc')
    .map(([name, value]) => ({ name, value: maskTokens(value) })),
  attachments: mail.attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size })),
})
