import {
  type ConnectionCheck,
  type MailboxTest,
  type TestMailboxInput,
  testMailboxInput,
} from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { missingReference } from '../../kernel/missing-reference.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import { openPassword } from '../accounts.ts'
import { isAddressRefused, type MailHost, resolveMailHost } from '../mail-host.ts'
import { accessTokenOf } from '../oauth/access-token.ts'
import { OAuthFailure } from '../oauth/failure.ts'
import { exposesAccessToken, type GivenAccount, requirePasswordAgain } from '../require-secret-again.ts'
import type { Place } from './advice.ts'
import { failed, passedTest, passedWithAdvice, TestFailure } from './check.ts'
import { probe } from './probe.ts'
import { tryImap } from './try-imap.ts'
import { trySmtp } from './try-smtp.ts'

const wholeMs = 15_000

/**
 * Tests the accounts of the form, both at the same time, and changes nothing. The guard is for external servers: an
 * internal address is tested only if the operator allows it.
 * @throws DeskError `not_found` for a mailbox that does not exist, `invalid_input` where a stored password would go to another server
 */
export async function testMailbox(kernel: Kernel, actor: UserActor, given: TestMailboxInput): Promise<MailboxTest> {
  requireGrant({ actor }, 'mailbox.manage')
  await kernel.limit('mailbox_test', actor.id, { points: 20, seconds: 60 })
  const { mailboxId, imap, smtp } = testMailboxInput.parse(given)
  const [stored = null] = mailboxId
    ? await kernel.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId))
    : [undefined]
  if (mailboxId && !stored) throw missingReference('mailboxId', 'mailbox')
  requirePasswordAgain(stored, { imap, smtp })
  const [readCheck, sendCheck] = await Promise.all([
    imap &&
      check(kernel, placeOf('IMAP', imap), async (host, signal) => {
        const secrets = await secretsOf(kernel, stored, 'imap', imap)
        const advice = await tryImap({ ...imap, ...secrets }, host, signal)
        return advice === null ? passedTest : passedWithAdvice(advice)
      }),
    smtp &&
      check(kernel, placeOf('SMTP', smtp), async (host, signal) => {
        const secrets = await secretsOf(kernel, stored, 'smtp', smtp)
        const refusal = await trySmtp({ ...smtp, ...secrets }, stored?.address ?? null, host, signal)
        const place = placeOf('SMTP', smtp)
        return refusal === null ? passedTest : { ...failed(place, 'signed_sender_refused', refusal), isOk: true }
      }),
  ])
  return { imap: readCheck, smtp: sendCheck }
}

const placeOf = (protocol: Place['protocol'], { host, port, tls }: GivenAccount): Place => ({
  protocol,
  host,
  port,
  tls,
})

/** First checks the port, then the login, which can succeed and have advice. Never throws: errors are in the answer. */
async function check(
  kernel: Kernel,
  place: Place,
  logIn: (host: MailHost, signal: AbortSignal) => Promise<ConnectionCheck>,
): Promise<ConnectionCheck> {
  const stopping = new AbortController()
  const { promise: late, reject: tooLate } = Promise.withResolvers<never>()
  const timer = setTimeout(() => tooLate(new TestFailure('timed_out')), wholeMs)
  const work = async () => {
    const host = await resolveMailHost(place.host, kernel.guard)
    await probe(place, host, stopping.signal)
    return logIn(host, stopping.signal)
  }
  try {
    const working = work()
    working.catch(() => {})
    return await Promise.race([working, late])
  } catch (error) {
    return checkOf(kernel, place, error)
  } finally {
    clearTimeout(timer)
    stopping.abort()
  }
}

function checkOf(kernel: Kernel, place: Place, error: unknown): ConnectionCheck {
  if (error instanceof TestFailure) return failed(place, error.problem, error.said, error.advice)
  if (isAddressRefused(error)) return failed(place, 'address_not_allowed', null)
  if (error instanceof OAuthFailure) return failed(place, 'not_connected', error.message)
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return failed(place, 'no_such_host', null)
  if (code === 'ETIMEDOUT') return failed(place, 'timed_out', null)
  kernel.log.warn({ err: error }, 'a mail account could not be tried')
  return failed(place, 'other', message)
}

type Stored = typeof mailboxes.$inferSelect

/**
 * The secret for the login: the given one, else the stored one, which is sent only to the server that it was stored
 * for.
 */
async function secretsOf(kernel: Kernel, stored: Stored | null, kind: 'imap' | 'smtp', now: GivenAccount) {
  if (now.auth === 'password') {
    const kept = stored && now.user !== '' ? openPassword(kernel.vault, stored.id, kind, stored[`${kind}Password`]) : ''
    return { password: now.password ?? kept }
  }
  if (!stored?.oauthRefreshToken || exposesAccessToken(stored, kind, now)) throw new TestFailure('not_connected')
  return { password: '', accessToken: await accessTokenOf(kernel, stored.id) }
}
