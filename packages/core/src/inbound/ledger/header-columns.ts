import type { MailAddress } from '@gotrs/mail/parsed-mail'
import type { PeekedMail } from '@gotrs/mail/peek'
import { storableLine } from './storable.ts'

/** What the ledger shows of a mail's header, and is searched in. Longer ones are cut: the raw mail has the rest. */
export const headerColumns = ({ from, subject }: { from: MailAddress | null; subject: string }) => ({
  fromAddress: cut(from?.address.toLowerCase() ?? '', 320),
  fromName: cut(from?.name ?? '', 200),
  subject: cut(subject, 1_000),
})

/** How the mail relates to others: the mails that it refers to, and the date in its header. */
export const threadColumns = ({ threadIds, writtenAt }: Pick<PeekedMail, 'threadIds' | 'writtenAt'>) => ({
  threadIds: threadIds.map(storableLine),
  writtenAt,
})

const cut = (text: string, length: number) => storableLine(text.slice(0, length))
