import type { ParsedMail } from './parsed-mail.ts'

/** The envelope sender as Return-Path has it; `''` for the empty one of automatic mail, null where there is none. */
export function returnPath(mail: Pick<ParsedMail, 'headers'>): string | null {
  const value = mail.headers.find(([name]) => name.toLowerCase() === 'return-path')?.[1]
  return value === undefined ? null : value.replaceAll(/[<>\s]/g, '')
}
