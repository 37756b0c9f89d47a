import type { Resolve } from './bounded-resolver.ts'
import type { MailHead } from './mail-head.ts'
import { judgeResults, pinnedResults, type TrustedResults } from './pinned-results.ts'
import type { PinnedFacts } from './sender-authentication.ts'
import { isPrivateAddress, isServer } from './trusted-relay.ts'

/** The SMTP client; null if the mail was fetched from a mailbox, piped in, or sent by a trusted relay. */
export type Client = { address: string; name: string } | null

export type DeliveryPath = {
  /** The client has a public address of its own, so SPF counts. */
  isStranger: boolean
  /** The results of the pinned server; null if the mail did not come through it, or it has no results. */
  pinned: TrustedResults | null
  facts: PinnedFacts | null
}

/**
 * Did the mail come through the server that the mailbox pins? A stranger can write that server's name into a mail and
 * send it directly to our SMTP port, where no server removes it. A private address does not identify a client:
 * behind the gateway of a container network or a NAT every client has one. SPF does not apply to it, either.
 */
export async function readDeliveryPath(
  client: Client,
  head: MailHead | null,
  { authservId, fromDomain, resolve }: { authservId: string; fromDomain: string; resolve: Resolve },
): Promise<DeliveryPath> {
  const isTrusted = client === null || (authservId !== '' && (await isServer(client.address, authservId, resolve)))
  const results = head && pinnedResults(head, authservId)
  const judged = results && judgeResults(results, fromDomain)
  return {
    isStranger: !isTrusted && !isPrivateAddress(client.address),
    pinned: isTrusted ? judged : null,
    facts: judged && { authservId: authservId.slice(0, 253), isTrusted, says: judged.says },
  }
}
