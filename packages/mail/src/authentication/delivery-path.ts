import type { Resolve } from './bounded-resolver.ts'
import type { MailHead } from './mail-head.ts'
import { judgeResults, pinnedResults, type TrustedResults } from './pinned-results.ts'
import type { PinnedFacts } from './sender-authentication.ts'
import { isPrivateAddress, isServer } from './trusted-relay.ts'

/** Who brought the mail: null where it was fetched from a mailbox, piped in, or brought by a relay that is trusted. */
export type Client = { address: string; name: string } | null

export type DeliveryPath = {
  /** The client shows an address of its own on the internet, so that what SPF says of it counts. */
  isStranger: boolean
  /** What the pinned server says; null where the mail did not come through it, or it says nothing. */
  pinned: TrustedResults | null
  facts: PinnedFacts | null
}

/**
 * Did the mail come through the server that the mailbox pins? A stranger can write that server's name into a mail and
 * bring it to our SMTP port himself, where nobody has removed it. A private address does not show that it is no stranger:
 * behind the gateway of a container network or a NAT everybody has one. SPF says nothing of it either.
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
