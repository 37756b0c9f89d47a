import { once } from 'node:events'
import { DeskError } from '@gotrs/contract/errors'
import { deliverMail, maxMailBytes } from '@gotrs/core/inbound/deliver'
import { withDesk } from '../database/with-desk.ts'
import { report } from '../report.ts'
import { printLine } from './lines.ts'

// sysexits.h, which mail servers go by.
const dataError = 65
const noSuchMailbox = 67
const tryAgainLater = 75

/** What a mail server pipes a mail into. Whatever cannot be taken now is asked for again, so that nothing is lost. */
export async function deliver({ mailbox }: { mailbox: string }): Promise<void> {
  if (process.stdin.isTTY) throw new Error('Hand in a mail: gotrs mail deliver --mailbox NAME < message.eml')
  try {
    if (!(await hasInput())) {
      report(
        'Nothing came on standard input, so nothing was handed in: gotrs mail deliver --mailbox NAME < message.eml',
      )
      process.exitCode = dataError
      return
    }
    await printLine(await withDesk(desk => deliverMail(desk, { mailboxName: mailbox, raw: process.stdin })))
  } catch (error) {
    const refusal = refusalOf(error, mailbox)
    report(refusal?.message ?? error)
    process.exitCode = refusal?.exitCode ?? tryAgainLater
  }
}

/** Waits for the first bytes, and leaves them where they are. */
async function hasInput(): Promise<boolean> {
  const { stdin } = process
  if (stdin.readableLength > 0) return true
  await Promise.race([once(stdin, 'readable'), once(stdin, 'end')])
  return stdin.readableLength > 0
}

const namesText = (names: unknown) =>
  Array.isArray(names) && names.length > 0
    ? `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`
    : 'An admin adds one under Settings, Mailboxes.'

function refusalOf(error: unknown, mailbox: string): { message: string; exitCode: number } | null {
  if (!(error instanceof DeskError)) return null
  if (error.code === 'not_found') {
    return {
      message: `There is no mailbox named ${mailbox}. ${namesText(error.params.names)}`,
      exitCode: noSuchMailbox,
    }
  }
  if (error.code === 'too_large') {
    const limit = Math.round(maxMailBytes / 1024 ** 2)
    return { message: `The mail is larger than the ${limit} MB that are taken.`, exitCode: dataError }
  }
  return null
}
