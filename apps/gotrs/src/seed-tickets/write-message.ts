import type { Channel } from '@gotrs/contract/messages'
import type { Pen } from './pen.ts'
import type { Person } from './place.ts'
import type { RowOf } from './rows.ts'
import { indexMessage } from './search-rows.ts'
import type { Ticket } from './ticket.ts'

type Written = Pick<RowOf<'messages'>, 'text' | 'html'> & {
  id: string
  kind: 'public' | 'note'
  channel: Channel
  author: Person
  isFromStaff: boolean
  hasFiles: boolean
  to?: string[]
  cc?: string[]
  rfcMessageId?: string | null
  /** What only a message has that came in as mail. */
  mail?: Pick<
    RowOf<'messages'>,
    | 'inboundMailId'
    | 'senderVerdict'
    | 'quotedText'
    | 'quotedHtml'
    | 'parserVersion'
    | 'threadingRule'
    | 'threadingReason'
  >
}

const noMail = {
  ...{ inboundMailId: null, senderVerdict: null, quotedText: null, quotedHtml: null, parserVersion: null },
  ...{ threadingRule: null, threadingReason: null },
}

/** The row and those of its files. */
export function writeMessage(pen: Pen, at: number, ticket: Ticket, message: Written): void {
  const { author, hasFiles, mail = noMail, to = [], cc = [], rfcMessageId = null, ...columns } = message
  const createdAt = new Date(at)
  pen.rows.add(
    'messages',
    { ...columns, ...mail, to, cc, rfcMessageId, ticketId: ticket.row.id, authorId: author.id, createdAt },
    at,
  )
  const filenames = hasFiles ? addFiles(pen, at, message) : []
  indexMessage(pen, at, ticket, { ...columns, quotedText: mail.quotedText ?? null, filenames })
}

/** Returns their names. An uploaded file has an uploader; one of a mail has none. */
function addFiles({ rows, random, blobs, newId }: Pen, at: number, { id, author, mail }: Written): string[] {
  const filenames: string[] = []
  for (let left = 1 + random.place(3); left > 0; left -= 1) {
    const file = random.pick(blobs.files)
    const uploaderId = mail ? null : author.id
    rows.add('attachments', { ...file, id: newId(at), messageId: id, uploaderId, createdAt: new Date(at) }, at)
    filenames.push(file.filename)
  }
  return filenames
}

export const htmlOf = (text: string): string => `<p>${text.replaceAll('\n\n', '</p><p>')}</p>`

/** As a mail program writes it. */
export const mailHtmlOf = (text: string): string =>
  `<div dir="auto"><div>${text.replaceAll('\n\n', '</div><div><br /></div><div>')}</div></div>`

export const quoted = (text: string): string =>
  text
    .split('\n')
    .map(line => (line ? `> ${line}` : '>'))
    .join('\n')
