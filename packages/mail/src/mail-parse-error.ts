export type MailParseErrorCode = 'mail_too_large' | 'mail_headers_too_large'

/** The mail is above the limits of the parser. The raw bytes are kept, and a person decides. */
export class MailParseError extends Error {
  readonly code: MailParseErrorCode

  constructor(code: MailParseErrorCode, message: string) {
    super(message)
    this.name = 'MailParseError'
    this.code = code
  }
}
