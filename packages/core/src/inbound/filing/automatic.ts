import { isAutomaticAnswer, isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { classifyAutomatic } from '@gotrs/mail/classify'
import { isAwaySubject } from '@gotrs/mail/out-of-office'
import type { AutomaticKind, MailHeader, ParsedMail } from '@gotrs/mail/parsed-mail'
import type { Filing, FilingRule } from './filing.ts'
import { ended } from './outcome.ts'

type Mail = Pick<ParsedMail, 'headers' | 'from' | 'bounces'>

/** Why a mail is not a person's own words; `no` where it is. The empty envelope sender counts as its header does. */
export function automaticKind(mail: Mail, envelopeFrom: string | null): AutomaticKind {
  const envelope: MailHeader[] = envelopeFrom === '' ? [['Return-Path', '<>']] : []
  return classifyAutomatic([...envelope, ...mail.headers], mail.from, {
    isBounceReport: mail.bounces.length > 0 && (!envelopeFrom || isMachineReadable(mail)),
  })
}

/** Where somebody can be answered, words that read like a report are a person's. */
const isMachineReadable = ({ headers }: Mail): boolean =>
  headers.some(([name, value]) => {
    const lower = name.toLowerCase()
    return lower === 'x-failed-recipients' || (lower === 'content-type' && /^\s*multipart\/report\b/i.test(value))
  })

/**
 * Would an answer in an agent's name be sent on though no person wrote it? There a subject is enough, without the header
 * that confirms it elsewhere: a person's answer begins with `Re:`, and the customer is mailed what slips through.
 */
export const mayBeAgentsProgram = ({ kind, read }: Pick<Filing, 'kind' | 'read'>): boolean =>
  isWrittenByProgram(kind) || isAwaySubject(read.mail.subject)

/** An automatic answer that names no ticket opens none. */
export const automaticAnswerRule: FilingRule = async (_uow, filing) => {
  if (!isAutomaticAnswer(filing.kind)) return null
  const { rule } = await filing.thread()
  return ended('auto_reply', 'An automatic answer that belongs to no ticket of its sender.', { rule: rule ?? 'none' })
}
