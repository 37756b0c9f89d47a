import { classifyAutomatic } from '@gotrs/mail/classify'
import { parseMail } from '@gotrs/mail/parse'
import type { AutomaticKind, MailHeader, ParsedMail } from '@gotrs/mail/parsed-mail'

type Mail = Pick<ParsedMail, 'headers' | 'from' | 'bounces'>

/** Why a mail is not a person's own words; `no` where it is. The empty envelope sender counts as its header does. */
export function automaticKind(mail: Mail, envelopeFrom: string | null, ownAddresses: string[]): AutomaticKind {
  const envelope: MailHeader[] = envelopeFrom === '' ? [['Return-Path', '<>']] : []
  return classifyAutomatic([...envelope, ...mail.headers], mail.from, {
    isBounceReport: mail.bounces.length > 0,
    ownAddresses,
  })
}

/** An answer that a program gave by itself: stands in its ticket, if it has one, and opens none. */
export const isAutomaticAnswer = (kind: AutomaticKind) => kind === 'out_of_office' || kind === 'auto_replied'

/** Written by a program rather than by a person who waits for an answer. */
export const programKinds: readonly AutomaticKind[] = ['out_of_office', 'auto_replied', 'auto_generated']
export const isWrittenByProgram = (kind: AutomaticKind) => programKinds.includes(kind)

const maxHead = 256 * 1024

/** The same judgement on a stored mail, from its header alone. */
export async function automaticKindOf(
  raw: Uint8Array,
  envelopeFrom: string | null,
  ownAddresses: string[],
): Promise<AutomaticKind> {
  const mail = await parseMail(headOf(raw.subarray(0, maxHead)))
  return automaticKind(mail, envelopeFrom, ownAddresses)
}

function headOf(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const ends = ['\r\n\r\n', '\n\n'].map(blank => text.indexOf(blank)).filter(at => at > 0)
  return ends.length > 0 ? raw.subarray(0, Math.min(...ends) + 2) : raw
}
