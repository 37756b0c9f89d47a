import type { Resolve } from './bounded-resolver.ts'
import type { MailHead } from './mail-head.ts'
import { judgeResults, pinnedResults, type TrustedResults } from './pinned-results.ts'
import type { PinnedFacts } from './sender-authentication.ts'
import { isPrivateAddress, isServer } from './trusted-relay.ts'

/** Who brought the mail: null where it was fetched from a mailbox, or piped in. */
export type Client = { address: string; name: string } | null

export type MailWay = {
  /** The client came from outside: what SPF says of its address counts, and nobody has checked the mail before us. */
  isStranger: boolean
  /** What the pinned server says; null where the mail did not come through it, or it says nothing. */
  pinned: TrustedResults | null
  facts: PinnedFacts | null
}

/**
 * Did the mail come through the server that the mailbox pins? Into a mailbox and over a relay of our own network it did.
 * A stranger can write that server's name into a mail and bring it to our SMTP port himself, where nobody has removed it.
 */
export async function readWay(
  client: Client,
  head: MailHead | null,
  { authservId, fromDomain, resolve }: { authservId: string; fromDomain: string; resolve: Resolve },
): Promise<MailWay> {
  const isLocal = client === null || isPrivateAddress(client.address)
  const isPinned = !isLocal && authservId !== '' && (await isServer(client.address, authservId, resolve))
  const isTrusted = isLocal || isPinned
  const results = head && pinnedResults(head, authservId)
  const judged = results && judgeResults(results, fromDomain)
  return {
    isStranger: !isTrusted,
    pinned: isTrusted ? judged : null,
    facts: judged && { authservId: authservId.slice(0, 253), isTrusted, says: judged.says },
  }
}
