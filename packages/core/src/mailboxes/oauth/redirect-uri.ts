import type { UserActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'

/** Where the provider sends the browser back to; it is registered there, letter by letter. */
export const redirectUri = (baseUrl: string): string => `${baseUrl}/api/mailboxes/oauth/callback`

/** The same, for the admin who registers it. */
export function readRedirectUri({ baseUrl }: Pick<Kernel, 'baseUrl'>, actor: UserActor): { url: string } {
  requireGrant({ actor }, 'mailbox.list')
  return { url: redirectUri(baseUrl) }
}
