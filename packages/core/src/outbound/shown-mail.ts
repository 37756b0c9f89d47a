import type { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import type { Blobs } from '../kernel/blobs.ts'

type Row = typeof outboundMails.$inferSelect

/** What a secret mail shows in place of its subject. */
export const shownSubject = ({ isSecret, subject }: Pick<Row, 'isSecret' | 'subject'>): string =>
  isSecret ? '' : subject

type Shown = { text: string | null; parsed: ParsedMail | null }

/**
 * The only place that reads the contents of a mail for the API. A secret mail has none, whatever its state: somebody who could
 * read a reset link would become its owner. Only the development inbox reads those.
 */
export async function readShownMail(
  { isSecret, text, blobKey }: Pick<Row, 'isSecret' | 'text' | 'blobKey'>,
  blobs: Blobs,
): Promise<Shown> {
  if (isSecret) return { text: null, parsed: null }
  return { text, parsed: blobKey ? await parseMail(await blobs.read(blobKey)) : null }
}
