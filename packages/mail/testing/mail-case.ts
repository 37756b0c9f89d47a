/** A mail, one character a byte, and the expected result. `files` are names; missing fields are not compared. */
export type MailCase = {
  name: string
  raw: string
  gives: {
    text?: string
    html?: string
    subject?: string
    from?: string
    to?: string[]
    date?: string
    files?: string[]
    content?: string
  }
}

/** Text as the bytes of UTF-8, one character a byte. */
export const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

export const hex = (digits: string): string => Buffer.from(digits, 'hex').toString('latin1')

export const base64 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64')

const HEADER = ['From: Omar <omar@acme.example>', 'To: support@desk.example', 'MIME-Version: 1.0']

export const mailOf = (header: string[], body: string): string =>
  `${[...HEADER, ...header].join('\r\n')}\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}`

/** A part of a multipart: its header lines, then its body. */
export const part = (header: string | string[], body: string): string => `${[header].flat().join('\n')}\n\n${body}`

export const multipart = (subtype: string, boundary: string, ...parts: string[]): string =>
  part(`Content-Type: multipart/${subtype}; boundary="${boundary}"`, bodyOf(boundary, parts))

export const bodyOf = (boundary: string, parts: string[]): string =>
  `${parts.map(it => `--${boundary}\n${it}\n`).join('')}--${boundary}--\n`

/** A mail whose root is a multipart. */
export const multipartMail = (subtype: string, ...parts: string[]): string =>
  mailOf([`Content-Type: multipart/${subtype}; boundary="b1"`], bodyOf('b1', parts))

export const plain = (text: string): string => part('Content-Type: text/plain; charset=utf-8', text)
export const rich = (html: string): string => part('Content-Type: text/html; charset=utf-8', html)
export const picture = (...header: string[]): string =>
  part(['Content-Type: image/png', 'Content-Transfer-Encoding: base64', ...header], 'iVBORw0KGgo=')
export const pdf = (name: string): string =>
  part(['Content-Type: application/pdf', `Content-Disposition: attachment; filename="${name}"`], '%PDF-1.4')
