import { buffer } from 'node:stream/consumers'
import { isMailAddress } from '@gotrs/contract/email-address'
import { DeskError, type ErrorCode } from '@gotrs/contract/errors'
import { type Answer, sendToDesk } from '@gotrs/mail-worker/deliver-socket/client'
import { readSettings } from '../env.ts'
import { report } from '../report.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { printLine } from './lines.ts'

// Exit codes of sysexits.h, which mail servers interpret.
const dataError = 65
const tryAgainLater = 75

type Options = { mailbox: string; from?: string; to: string[] }

/**
 * The command that a mail server pipes a mail into. It rejects only a mail that can never be accepted; for any problem
 * with this machine or its configuration, the exit code makes the mail server keep the mail and retry.
 */
export async function deliver(options: Options): Promise<void> {
  try {
    if (process.stdin.isTTY) throw new Error(`Pass a mail on standard input: ${usage}`)
    checkRecipients(options)
    const raw = await buffer(process.stdin)
    if (raw.length === 0) throw new Error(`Standard input was empty, so no mail was delivered: ${usage}`)
    await printLine(await sendOrFile(options, raw))
  } catch (error) {
    report(wordsOf(error, options.mailbox))
    process.exitCode = isTooLarge(error) ? dataError : tryAgainLater
  }
}

/**
 * A wrong `--to` is a mistake in a mail server's configuration: the mail waits there until somebody corrects it. A
 * stranger writes `--from` (`root`, or an address that we do not allow), so it never delays a mail.
 */
function checkRecipients({ to }: Options): void {
  const wrong = to.find(address => !isMailAddress(address))
  if (wrong !== undefined) throw new WrongUsage('--to must be one mail address, such as ana@example.com.')
}

const usage = 'gotrs mail deliver --mailbox NAME < message.eml'

/** Sends the mail to the GOTRS that runs on this folder, which is much faster; otherwise opens the desk here. */
async function sendOrFile({ mailbox, from, to }: Options, raw: Buffer): Promise<object> {
  const settings = readSettings()
  const envelopeFrom = from === undefined ? null : from === 'MAILER-DAEMON' ? '' : from
  const answer = await sendToDesk(settings.dataDir, { mailbox, envelopeFrom, envelopeTo: to }, raw)
  if (answer) return outcomeOf(answer)
  const { requireDesk } = await import('../database/require-desk.ts')
  await requireDesk(settings)
  const [{ withDesk }, { deliverMail }] = await Promise.all([
    import('../database/with-desk.ts'),
    import('@gotrs/core/inbound/filing/deliver'),
  ])
  return withDesk(desk => deliverMail(desk, { mailboxName: mailbox, envelopeFrom, envelopeTo: to, raw }))
}

function outcomeOf(answer: Answer): object {
  if ('outcome' in answer) return answer.outcome
  const { code, params } = answer.refusal
  throw new DeskError(code as ErrorCode, params)
}

const isTooLarge = (error: unknown) => error instanceof DeskError && error.code === 'too_large'

function wordsOf(error: unknown, mailbox: string): unknown {
  if (isTooLarge(error)) return 'The mail is too large: the maximum is 50 MB.'
  if (!(error instanceof DeskError) || error.code !== 'not_found') return error
  return `There is no mailbox named ${mailbox}: correct --mailbox. ${namesText(error.params.names)}`
}

const namesText = (names: unknown) =>
  Array.isArray(names) && names.length > 0
    ? `Mailboxes: ${names.join(', ')}.`
    : 'An admin can add one under Settings, Mailboxes.'
