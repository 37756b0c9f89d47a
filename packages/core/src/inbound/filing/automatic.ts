import { classifyAutomatic } from '@gotrs/mail/classify'
import type { AutomaticKind, MailHeader, ParsedMail } from '@gotrs/mail/parsed-mail'

type Mail = Pick<ParsedMail, 'headers' | 'from' | 'bounces'>

/** Why a mail is not a person's own words; `no` where it is. The empty envelope sender counts as its header does. */
export function automaticKind(mail: Mail, envelopeFrom: string | null): AutomaticKind {
  const envelope: MailHeader[] = envelopeFrom === '' ? [['Return-Path', '<>']] : []
  return classifyAutomatic([...envelope, ...mail.headers], mail.from, {
    isBounceReport: mail.bounces.length > 0 && (!envelopeFrom || isMachineReadable(mail)),
  })
}

/** A mail with a sender who can be answered is a person's mail, even if it reads like a report. */
const isMachineReadable = ({ headers }: Mail): boolean =>
  headers.some(([name, value]) => {
    const lower = name.toLowerCase()
    return lower === 'x-failed-recipients' || (lower === 'content-type' && /^\s*multipart\/report\b/i.test(value))
  })
