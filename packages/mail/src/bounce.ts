import { type BounceContext, readTextBounce } from './bounce-text.ts'
import { decodeCharset } from './charset/decode.ts'
import { headOf } from './content.ts'
import { messageIds } from './message-id.ts'
import { decodeHeaderText } from './mime/encoded-words.ts'
import { endlessHeaderBudget, type RawHeader, readEnclosedHeaders, readHeaderBlock } from './mime/header-block.ts'
import type { MimePart } from './mime/split.ts'
import { decodeTransfer } from './mime/transfer.ts'
import type { Bounce, BounceAction, MailAddress } from './parsed-mail.ts'

const MAX_RECIPIENTS = 100
const MAX_REPORT = 128 * 1024
const ACTIONS: readonly BounceAction[] = ['failed', 'delayed', 'expanded', 'relayed', 'delivered']
/** RFC 3463; not the numbers of an IP address. */
const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/

/**
 * The results of a delivery report, one for each recipient, the worst first: from the machine-readable part of RFC 3464, or
 * the words of the servers that don't send one.
 */
export function readBounces(root: MimePart, context: BounceContext): Bounce[] {
  if (!comesFromMailSystem(root, context)) return []
  const parts = [...leavesOf(root)]
  const originalMessageId = findOriginal(parts, context.text)
  const reports = parts.filter(it => /^message\/(?:global-)?delivery-status$/.test(it.type.value)).flatMap(readReport)
  const found = reports.length > 0 ? reports : readTextBounce(root.headers, context)
  return found
    .slice(0, MAX_RECIPIENTS)
    .map(it => ({ ...it, originalMessageId }))
    .sort((a, b) => ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action))
}

/** By its address, or by its name if it has no address. */
export function isMailSystem(from: MailAddress | null): boolean {
  if (from?.address) {
    return /^(?:mailer-?daemon|postmaster|mail-?daemon|maildelivery|mdaemon)(?:[+.-][^@]*)?@/i.test(from.address)
  }
  return /^(?:mailer-?daemon|postmaster|mail delivery (?:sub)?system)\b/i.test(from?.name ?? '')
}

/**
 * A delivery report that a person forwards is that person's mail, and so is what the postmaster of a customer writes: their
 * mail has an envelope sender, a report has none (RFC 5321, section 4.5.5).
 */
function comesFromMailSystem(root: MimePart, { from, subject }: BounceContext): boolean {
  const isReport = root.type.value === 'multipart/report' && !/disposition|feedback/i.test(reportType(root))
  if (isReport || root.headers.some(it => it.key === 'x-failed-recipients')) return true
  const returnPath = root.headers.find(it => it.key === 'return-path')?.value
  const hasNullSender = returnPath !== undefined && /^\s*<\s*>\s*$/.test(returnPath)
  if (isMailSystem(from) && (hasNullSender || returnPath === undefined)) return true
  return hasNullSender && /undeliver|delivery|returned mail|failure notice|mail system error/i.test(subject)
}

function reportType(root: MimePart): string {
  return root.type.params.get('report-type') ?? ''
}

function* leavesOf(part: MimePart): Generator<MimePart> {
  if (part.children.length === 0) yield part
  for (const child of part.children) yield* leavesOf(child)
}

type Finding = Omit<Bounce, 'originalMessageId'>

/** Groups of fields between blank lines: the first is about the message, each later one about a recipient. */
function readReport(part: MimePart): Finding[] {
  const body = asAscii(headOf(decodeTransfer(part.body, part.encoding), MAX_REPORT))
  const findings: Finding[] = []
  const budget = endlessHeaderBudget()
  for (let pos = 0; pos < body.length && findings.length < MAX_RECIPIENTS; ) {
    const { headers, bodyStart } = readHeaderBlock(body, pos, budget, () => false)
    const finding = findingOf(headers)
    if (finding) findings.push(finding)
    // A line that is not a field also ends a group; skip it.
    pos = bodyStart > pos ? bodyStart : skipLine(body, pos)
  }
  return findings
}

/** Some systems write the report in UTF-16, or with a byte order mark. */
function asAscii(body: Buffer): Buffer {
  return body.includes(0) || body[0] === 0xef ? Buffer.from(decodeCharset(body)) : body
}

function skipLine(body: Buffer, pos: number): number {
  const lf = body.indexOf(0x0a, pos)
  return lf < 0 ? body.length : lf + 1
}

function findingOf(headers: RawHeader[]): Finding | null {
  const field = (key: string) => headers.find(it => it.key === key)?.value
  const named = [addressOf(field('final-recipient')), addressOf(field('original-recipient'))]
  // A recipient of X.400, say, is known here by the address that the mail was sent to.
  const recipient = named.find(it => it.includes('@')) ?? named.find(it => it !== '')
  if (!recipient) return null
  const diagnostic = decodeHeaderText(field('diagnostic-code') ?? '').trim()
  const status = STATUS.exec(field('status') ?? '')?.[0] ?? STATUS.exec(diagnostic)?.[0] ?? ''
  const verb = (field('action') ?? '').toLowerCase().match(/[a-z]+/)?.[0]
  const action = ACTIONS.find(it => it === verb) ?? (status.startsWith('4') ? 'delayed' : 'failed')
  return { action, status: status || fallbackStatus(action), recipient, diagnostic: diagnostic.slice(0, 1_000) || null }
}

/** `rfc822; jane@example.com`, with or without the type, brackets, or a comment. */
function addressOf(value = ''): string {
  const bare = decodeHeaderText(value)
    .replace(/^[^;@]*;/, '')
    .replace(/\([^()]*\)/g, '')
  return bare.replace(/[<>"\s]+/g, '').slice(0, 320)
}

function fallbackStatus(action: BounceAction): string {
  if (action === 'failed') return '5.0.0'
  return action === 'delayed' ? '4.0.0' : '2.0.0'
}

/** The Message-ID of the enclosed mail or headers; of a text bounce, the first that its quoted headers name. */
function findOriginal(parts: MimePart[], text: string): string | null {
  for (const part of parts) {
    if (!/^(?:message\/(?:rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/.test(part.type.value))
      continue
    const headers = readEnclosedHeaders(decodeTransfer(part.body, part.encoding))
    const id = messageIds(headers.find(it => it.key === 'message-id')?.value ?? '')[0]
    if (id) return id
  }
  const quoted = /^[> \t]{0,10}Message-ID:[ \t]{0,10}\n?[> \t]{0,10}(<[^<>\s]{3,900}>)/im.exec(text.slice(0, 200_000))
  return quoted?.[1] ?? null
}
