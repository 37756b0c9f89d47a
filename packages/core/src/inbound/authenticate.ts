import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { authenticateSender } from '@gotrs/mail/authentication/authenticate-sender'
import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import { headBytes, type MailBytes } from '@gotrs/mail/authentication/mail-bytes'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { eq } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { LedgerRow } from './filing/filing.ts'
import { returnPath } from './filing/sender.ts'
import type { ReadMail } from './read-mail.ts'

/** DNS is asked within this, all questions of a mail together. */
const timeoutMs = 4_000

/** How far the sender of a mail of the ledger can be believed. Outside of any transaction: DNS may take its time. */
export async function authenticateMail(
  desk: Kernel,
  row: LedgerRow,
  { mail }: ReadMail,
  blobKey: string,
): Promise<SenderAuthentication> {
  const [mailbox] = await desk.db
    .select({ authservId: mailboxes.authservId })
    .from(mailboxes)
    .where(eq(mailboxes.id, row.mailboxId))
  // A relay that is named speaks for the mail, and SPF says nothing of it: it took the mail from somebody else.
  const { clientAddress: address, clientName: name } = row
  const client = address === null || desk.guard.isNamedRelay(address) ? null : { address, name: name ?? '' }
  return authenticateSender(
    {
      bytes: await bytesOfBlob(desk, blobKey),
      fromAddress: mail.from?.address ?? null,
      fromIsAmbiguous: mail.fromIsAmbiguous,
      envelopeFrom: row.envelopeFrom ?? returnPath(mail),
      client,
      pinnedAuthservId: mailbox?.authservId ?? '',
    },
    { resolve: desk.dns, timeoutMs, now: desk.now() },
  )
}

/** Of a large mail only the head is held in memory. */
async function bytesOfBlob({ blobs }: Kernel, key: string): Promise<MailBytes> {
  const pieces: Buffer[] = []
  for await (const piece of blobs.stream(key, { start: 0, end: headBytes - 1 })) pieces.push(piece)
  return { head: Buffer.concat(pieces), from: offset => blobs.stream(key, { start: offset }) }
}

const maxFailures = 5
const restMs = 30_000

/**
 * DNS that is given a rest where it fails again and again: a mail then waits for no answer, and its sender is unknown,
 * instead of every mail waiting as long as it may.
 */
export function restingResolver(resolve: Resolve, now: () => number = Date.now): Resolve {
  let failures = 0
  let restsUntil = 0
  return async (name, type) => {
    if (now() < restsUntil) throw Object.assign(new Error('DNS does not answer.'), { code: 'ETIMEOUT' })
    try {
      const answer = await resolve(name, type)
      failures = 0
      return answer
    } catch (error) {
      failures = isAway(error) ? failures + 1 : 0
      if (failures >= maxFailures) restsUntil = now() + restMs
      throw error
    }
  }
}

/** No such name is an answer as well; one server's failure says nothing of the others. */
const isAway = (error: unknown) =>
  ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'].includes(String((error as { code?: unknown } | null)?.code))
