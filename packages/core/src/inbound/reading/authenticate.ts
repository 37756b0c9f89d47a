import { authenticateSender } from '@gotrs/mail/authentication/authenticate-sender'
import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import { headBytes, type MailBytes } from '@gotrs/mail/authentication/mail-bytes'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { returnPath } from '@gotrs/mail/return-path'
import { isAnswer } from '../../kernel/dns.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import type { ReadMail } from './read-mail.ts'

/** The time for all DNS queries of a mail together. */
const timeoutMs = 4_000

/** `isWithoutDns`: the sender could not be authenticated, and DNS as a whole does not answer, so that it may be later. */
export type Checked = { authentication: SenderAuthentication; isWithoutDns: boolean }

/** Authenticates the sender of a mail of the ledger. Outside of any transaction, because DNS can be slow. */
export async function authenticateMail(
  kernel: Kernel,
  { row, authservId, blobKey }: { row: LedgerRow; authservId: string | null; blobKey: string },
  { mail }: ReadMail,
): Promise<Checked> {
  // A named relay reports the sender in the mail. SPF does not apply, because the relay received the mail from another server.
  const { clientAddress: address, clientName: name } = row
  const client = address === null || kernel.guard.isTrustedRelay(address) ? null : { address, name: name ?? '' }
  const dns = watchUnanswered(kernel.dns.resolve)
  const authentication = await authenticateSender(
    {
      bytes: await bytesOfBlob(kernel, blobKey),
      fromAddress: mail.from?.address ?? null,
      fromIsAmbiguous: mail.fromIsAmbiguous,
      envelopeFrom: row.envelopeFrom ?? returnPath(mail),
      client,
      pinnedAuthservId: authservId ?? '',
    },
    { resolve: dns.resolve, knownKeys: kernel.dns.knownKeys, timeoutMs, now: kernel.now() },
  )
  // Checked only now: the names of this mail do not tell whether DNS as a whole answers.
  const isWithoutDns =
    authentication.verdict !== 'authenticated' && dns.isUnanswered() && (await kernel.dns.isUnavailable())
  return { authentication, isWithoutDns }
}

/** Records whether a query of one mail has failed or is still open. */
function watchUnanswered(resolve: Resolve): { resolve: Resolve; isUnanswered(): boolean } {
  let unanswered = 0
  return {
    async resolve(name, type) {
      unanswered += 1
      try {
        const answer = await resolve(name, type)
        unanswered -= 1
        return answer
      } catch (error) {
        if (isAnswer(error)) unanswered -= 1
        throw error
      }
    },
    isUnanswered: () => unanswered > 0,
  }
}

/** Of a large mail only the head is held in memory. */
async function bytesOfBlob({ blobs }: Kernel, key: string): Promise<MailBytes> {
  const pieces: Buffer[] = []
  for await (const piece of blobs.stream(key, { start: 0, end: headBytes - 1 })) pieces.push(piece)
  return { head: Buffer.concat(pieces), from: offset => blobs.stream(key, { start: offset }) }
}
