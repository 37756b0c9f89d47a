import { blocksOf } from '@gotrs/core/search/blocks'
import { subjectMark, vectorOf } from '@gotrs/core/search/vector'
import type { Pen } from './pen.ts'
import type { RowOf } from './rows.ts'
import type { Ticket } from './ticket.ts'

type Source = Pick<RowOf<'searchRows'>, 'ticketId' | 'messageId' | 'part' | 'isPublic'> & { texts: string[] }

/** Numbers follow the order of writing: nearly that of time. */
function add({ rows, nextSearchRow }: Pen, at: number, { texts, ...columns }: Source): void {
  const n = nextSearchRow()
  const subject = columns.part === 'head' ? subjectMark(texts[0] ?? '') : null
  const vector = vectorOf(texts, [...blocksOf(n), ...(subject ? [subject] : [])])
  rows.add('searchRows', { ...columns, n, vector, at: new Date(at) }, at)
}

type Message = { id: string; kind: 'public' | 'note'; text: string; quotedText: string | null; filenames: string[] }

export function indexMessage(pen: Pen, at: number, { row }: Ticket, message: Message): void {
  const { id, kind, text, quotedText, filenames } = message
  const texts = [text, quotedText ?? '', ...filenames]
  add(pen, at, { ticketId: row.id, messageId: id, part: 'message', isPublic: kind === 'public', texts })
}

/** What a ticket is found by besides its messages. */
export function indexHead(pen: Pen, { row, customer, copied, tagNames }: Ticket): void {
  const at = (row.createdAt as Date).getTime()
  const about = { ticketId: row.id, messageId: null }
  const texts = [row.title, String(row.number), customer.name, customer.email]
  add(pen, at, { ...about, part: 'head', isPublic: true, texts })
  const known = [...tagNames.toSorted(), ...copied.map(({ name, email }) => `${name} ${email}`)]
  if (known.length > 0) add(pen, at, { ...about, part: 'staff', isPublic: false, texts: known })
}
