import type { Correspondent } from '../people.ts'
import type { MailTurn } from '../story.ts'
import { escapeHtml, markupToHtml, markupToText } from './markup.ts'
import { attribution, deviceLine, headerLines, type Quotable, quotedHtml, quotedText } from './quoting.ts'

export type MailText = { text: string; html?: string }

type Dress = (mail: { body: string; signature: string; who: Correspondent; answered: Quotable | null }) => string

/** What the program of this person makes of the words, with the mail that is answered below them. */
export function writeMailText(turn: MailTurn, answered: Quotable | null): MailText {
  const who = turn.mail
  const text = textOf(turn, answered)
  if (turn.html) return { text, html: turn.html }
  if (who.program === 'plain') return { text }
  const body = markupToHtml(turn.text, paragraphs[who.program])
  const signature = escapeHtml(who.signature).replaceAll('\n', '<br>')
  const dressed = dresses[who.program]({ body, signature, who, answered })
  return { text, html: who.language === 'ar' ? `<div dir="rtl">${dressed}</div>` : dressed }
}

function textOf({ mail: who, text, automatic }: MailTurn, answered: Quotable | null): string {
  const parts = [markupToText(text)]
  if (who.signature && !automatic) parts.push(who.program === 'outlook' ? who.signature : `-- \n${who.signature}`)
  if (who.program === 'phone') parts.push(deviceLine(who.language))
  if (answered && who.program === 'outlook') {
    const head = headerLines(who.language, answered).map(([name, value]) => `${name}: ${value}`)
    parts.push(`________________________________\n${head.join('\n')}\n\n${answered.text.trimEnd()}`)
  } else if (answered) parts.push(`${attribution(who.language, answered)}\n\n${quotedText(answered)}`)
  return `${parts.join('\n\n')}\n`
}

const calibri = 'font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif'

const paragraphs: Record<'outlook' | 'gmail' | 'phone', (html: string) => string> = {
  outlook: html => `<p class="MsoNormal" style="margin:0 0 8pt 0;${calibri}">${html}</p>`,
  gmail: html => `<div>${html}</div><div><br></div>`,
  phone: html => `<div>${html}</div><br>`,
}

const dresses: Record<'outlook' | 'gmail' | 'phone', Dress> = {
  outlook({ body, signature, who, answered }) {
    const own = `${body}<p class="MsoNormal" style="${calibri};color:#44546a">${signature}</p>`
    const head = (answered ? headerLines(who.language, answered) : []).map(
      ([name, value]) => `<b>${name}:</b> ${escapeHtml(value)}`,
    )
    const quote = answered
      ? `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${head.join('<br>')}</p></div>${quotedHtml(answered)}`
      : ''
    return `<div class="WordSection1">${own}${quote}</div>`
  },
  gmail({ body, signature, who, answered }) {
    const sign = signature
      ? `<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" style="color:#5f6368">${signature}</div>`
      : ''
    const attr = answered
      ? `<div dir="ltr" class="gmail_attr">${escapeHtml(attribution(who.language, answered))}<br></div>`
      : ''
    const quote = answered
      ? `<br><div class="gmail_quote gmail_quote_container">${attr}<blockquote class="gmail_quote" style="margin:0 0 0 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${quotedHtml(answered)}</blockquote></div>`
      : ''
    return `<div dir="auto">${body}${sign}</div>${quote}`
  },
  phone({ body, who, answered }) {
    const device = `<div dir="auto">${deviceLine(who.language)}</div>`
    const quote = answered
      ? `<div dir="auto"><br><blockquote type="cite">${escapeHtml(attribution(who.language, answered))}<br><br></blockquote></div><blockquote type="cite">${quotedHtml(answered)}</blockquote>`
      : ''
    return `<div dir="auto">${body}</div>${device}${quote}`
  },
}
