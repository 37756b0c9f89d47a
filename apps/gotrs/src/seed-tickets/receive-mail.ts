import { threadingOf } from '@gotrs/core/inbound/filing/reasons'
import { PARSER_VERSION } from '@gotrs/mail/parsed-mail'
import { signReplyAddress } from '@gotrs/mail/reply-address'
import type { Pen } from './pen.ts'
import type { Customer } from './place.ts'
import { quotedAnswer } from './quoting.ts'
import { mailboxOf, type Ticket } from './ticket.ts'
import { mailHtmlOf, writeMessage } from './write-message.ts'

/** A mail in the ledger, and the message that it became. */
export type Received = { mailId: string; messageId: string; placedAt: number; isProven: boolean }

const opening = threadingOf({ kind: 'new', suggestedTicketId: null, rule: null, reason: 'no_hint' }, false)
const answering = (ticketId: string) => threadingOf({ kind: 'admitted', ticketId, rule: 'reply_address' }, false)

/** It was written some seconds before it arrived, which is its place in the conversation. */
export function receiveMail(pen: Pen, at: number, ticket: Ticket, text: string): Received {
  const { random, newId } = pen
  const { row, customer } = ticket
  const isFirst = ticket.said.length === 0
  const answered = quotedAnswer(ticket)
  const [mailId, messageId] = [newId(at - 2), newId(at)]
  const placedAt = Math.floor(at / 1_000) * 1_000 - 1_000 * random.below(5)
  const domain = customer.email.slice(customer.email.lastIndexOf('@') + 1)
  const rfcMessageId = `<${messageId.slice(0, 13)}.${random.below(1e9)}@${domain}>`
  const threading = isFirst ? opening : answering(row.id)
  const to = isFirst ? mailboxOf(ticket).address : signedAddress(pen, ticket, customer)
  const verdict = verdictOn(domain, random.isOneIn(0.7))
  addToLedger(pen, at, ticket, { mailId, rfcMessageId, placedAt, to, threading, domain, verdict })
  const html = random.isOneIn(0.6) ? mailHtmlOf(text) : null
  writeMessage(pen, placedAt, ticket, {
    ...{ id: messageId, kind: 'public', channel: 'email', author: customer, isFromStaff: false, text, html },
    ...{ to: [to], cc: isFirst ? ticket.copied.map(it => it.email) : [], rfcMessageId, hasFiles: random.isOneIn(0.1) },
    mail: {
      ...{ inboundMailId: mailId, senderVerdict: verdict.verdict, parserVersion: PARSER_VERSION },
      ...{ quotedText: answered?.text ?? null, quotedHtml: html === null ? null : (answered?.html ?? null) },
      ...{ threadingRule: threading.rule, threadingReason: threading.reason },
    },
  })
  ticket.said.push({ rfcMessageId, authorName: customer.name, isFromStaff: false, at: placedAt, text })
  return { mailId, messageId, placedAt, isProven: verdict.verdict === 'authenticated' }
}

type Mail = {
  mailId: string
  rfcMessageId: string
  placedAt: number
  to: string
  threading: { rule: string; reason: string }
  domain: string
  verdict: ReturnType<typeof verdictOn>
}

function addToLedger(pen: Pen, at: number, ticket: Ticket, mail: Mail): void {
  const { customer, row, said } = ticket
  const { blobKey, sha256, size } = pen.blobs.mails[customer.language]
  const isFirst = said.length === 0
  pen.rows.add(
    'inboundMails',
    {
      ...{ id: mail.mailId, mailboxId: mailboxOf(ticket).id, source: 'smtp', rfcMessageId: mail.rfcMessageId },
      ...{ threadIds: said.slice(-4).flatMap(it => it.rfcMessageId ?? []), writtenAt: new Date(mail.placedAt) },
      ...{ sha256, size, blobKey, fromAddress: customer.email, fromName: customer.name },
      ...{ subject: isFirst ? row.title : `Re: ${row.title}`, envelopeFrom: customer.email, envelopeTo: [mail.to] },
      ...{ clientAddress: `203.0.113.${pen.random.below(250)}`, clientName: `mx.${mail.domain}` },
      ...{
        senderVerdict: mail.verdict.verdict,
        verdictReason: mail.verdict.reason,
        authentication: mail.verdict.results,
      },
      ...{ state: 'done', outcome: isFirst ? 'created' : 'appended', automaticKind: 'no' },
      ...{ reason: mail.threading.reason, rule: mail.threading.rule, ticketId: row.id, parserVersion: PARSER_VERSION },
      ...{ attempts: 1, receivedAt: new Date(at - 2), processedAt: new Date(at) },
    },
    at,
  )
}

/** Of the mailbox that answers at the moment. */
export function signedAddress({ replyKey }: Pen, ticket: Ticket, { email }: Pick<Customer, 'email'>): string {
  const mailboxAddress = mailboxOf(ticket).address
  const key = `${mailboxAddress} ${email}`
  const { id: ticketId, number: ticketNumber = 0 } = ticket.row
  const claim = { ticketId, ticketNumber, mailboxAddress, recipient: email, secret: replyKey }
  const address = ticket.replyAddresses.get(key) ?? signReplyAddress(claim)
  ticket.replyAddresses.set(key, address)
  return address
}

/** As the desk finds it with a signature of the sender's domain, and without any. */
function verdictOn(domain: string, isSigned: boolean) {
  const arc = { result: 'none', sets: 0, sealedBy: null, reason: null }
  if (isSigned) {
    const dkim = [{ domain, selector: 'mail', result: 'pass', reason: null }]
    const results = {
      dkim,
      spf: notChecked,
      dmarc: { result: 'pass', policy: 'none', publishedBy: domain },
      arc,
      pinned: null,
    }
    return {
      verdict: 'authenticated' as const,
      reason: `The mail has a valid signature (DKIM) of the sender’s domain, ${domain}.`,
      results,
    }
  }
  const results = {
    dkim: [],
    spf: { domain, result: 'none', reason: null },
    dmarc: { result: 'none', policy: null, publishedBy: null },
    arc,
    pinned: null,
  }
  const reason = `Nothing proves that the mail is from ${domain}: it has no signature of that domain.`
  return { verdict: 'unknown' as const, reason, results }
}

const notChecked = { domain: '', result: 'not_checked', reason: null }
