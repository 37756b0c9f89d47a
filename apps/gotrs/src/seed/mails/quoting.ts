import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import type { Language } from '../people.ts'
import { escapeHtml } from './markup.ts'

export type Quotable = Pick<ParsedMail, 'from' | 'to' | 'date' | 'subject' | 'text' | 'html'>

/** The text before and after date and name of a quoted mail, as Outlook and phones write it. */
type Wording = { before: string; after: string; headers: readonly [string, string, string, string]; device: string }

const wordings: Record<Language, Wording> = {
  en: { before: 'On ', after: ' wrote:', headers: ['From', 'Sent', 'To', 'Subject'], device: 'Sent from my iPhone' },
  de: {
    before: 'Am ',
    after: ' schrieb:',
    headers: ['Von', 'Gesendet', 'An', 'Betreff'],
    device: 'Von meinem iPhone gesendet',
  },
  fr: { before: 'Le ', after: ' a écrit :', headers: ['De', 'Envoyé', 'À', 'Objet'], device: 'Envoyé de mon iPhone' },
  es: {
    before: 'El ',
    after: ' escribió:',
    headers: ['De', 'Enviado', 'Para', 'Asunto'],
    device: 'Enviado desde mi iPhone',
  },
  pt: {
    before: 'Em ',
    after: ' escreveu:',
    headers: ['De', 'Enviado', 'Para', 'Assunto'],
    device: 'Enviado do meu iPhone',
  },
  it: {
    before: 'Il giorno ',
    after: ' ha scritto:',
    headers: ['Da', 'Inviato', 'A', 'Oggetto'],
    device: 'Inviato da iPhone',
  },
  nl: {
    before: 'Op ',
    after: ' schreef:',
    headers: ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    device: 'Verstuurd vanaf mijn iPhone',
  },
  pl: { before: '', after: ' napisał(a):', headers: ['Od', 'Wysłano', 'Do', 'Temat'], device: 'Wysłane z iPhone’a' },
  uk: { before: '', after: ' пише:', headers: ['Від', 'Надіслано', 'Кому', 'Тема'], device: 'Надіслано з iPhone' },
  ar: { before: 'في ', after: ' كتب:', headers: ['من', 'تاريخ', 'إلى', 'الموضوع'], device: 'مرسل من الـ iPhone' },
  ja: { before: '', after: ' のメール:', headers: ['差出人', '送信日時', '宛先', '件名'], device: 'iPhoneから送信' },
}

export const deviceLine = (language: Language) => wordings[language].device

/** "On Mon, 9 Nov 2026, 10:12 Ana <support@…> wrote:", in the writer's language. */
export function attribution(language: Language, mail: Quotable): string {
  const { before, after } = wordings[language]
  return `${before}${when(language, mail, 'short')} ${mail.from?.name ?? ''} <${mail.from?.address ?? ''}>${after}`
}

/** The lines Outlook puts above what it quotes. */
export function headerLines(language: Language, mail: Quotable): [name: string, value: string][] {
  const [from, sent, to, subject] = wordings[language].headers
  return [
    [from, `${mail.from?.name ?? ''} <${mail.from?.address ?? ''}>`],
    [sent, when(language, mail, 'long')],
    [to, mail.to.map(it => it.name || it.address).join('; ')],
    [subject, mail.subject],
  ]
}

export const quotedText = (mail: Quotable) =>
  mail.text
    .trimEnd()
    .split('\n')
    .map(line => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n')

export const quotedHtml = (mail: Quotable) =>
  mail.html ?? `<p>${escapeHtml(mail.text.trimEnd()).replaceAll('\n', '<br>')}</p>`

function when(language: Language, { date }: Quotable, weekday: 'short' | 'long'): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    // Mail programs write the digits of their headers in Latin script.
    numberingSystem: 'latn',
  })
  return format.format(date ?? new Date(0))
}
