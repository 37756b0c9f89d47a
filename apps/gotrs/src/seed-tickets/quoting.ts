import type { Ticket } from './ticket.ts'
import { mailHtmlOf, quoted } from './write-message.ts'

const months = 'January February March April May June July August September October November December'.split(' ')

/** As outgoing mail has it. Written by hand: millions of dates would take `toLocaleDateString` minutes. */
function when(at: number): string {
  const date = new Date(at)
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day} at ${date.toISOString().slice(11, 16)} (UTC)`
}

/** What a customer's mail program puts below an answer: the last answer of staff; null where they have not answered yet. */
export function quotedAnswer({ said }: Ticket): { text: string; html: string } | null {
  const last = said.findLast(it => it.isFromStaff)
  if (!last) return null
  const head = `On ${when(last.at)}, ${last.authorName} wrote:`
  return {
    text: `${head}\n\n${quoted(last.text)}`,
    html: `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">${head}<br /></div><blockquote class="gmail_quote">${mailHtmlOf(last.text)}</blockquote></div>`,
  }
}

const mostQuoted = 3

/** The text below a reply of the desk: how to answer, and the quoted conversation. */
export function belowReply({ said, row }: Ticket, baseUrl: string | null, business: string): string {
  const next = baseUrl ? `, or open your request: ${baseUrl}/requests/${row.number}` : '.'
  const earlier = said.slice(-mostQuoted).reverse()
  const heads = earlier.map(it => {
    const author = it.isFromStaff ? `${it.authorName} from ${business}` : it.authorName
    return `\nOn ${when(it.at)}, ${author} wrote:\n${quoted(it.text)}\n`
  })
  return `\n\n----------\nReply to this mail${next}\n${heads.join('')}`
}
