import { DeskError } from '@gotrs/contract/errors'
import { type AddressGuard, createAddressGuard } from '../kernel/private-hosts.ts'

/**
 * A private address is usual for a saved mailbox. Addresses that are never allowed, such as metadata services, are
 * rejected.
 */
const ownNetwork = createAddressGuard('0.0.0.0/0,::/0')

/** Where to connect to, and the name that the certificate has to be for; null for a bare address. */
export type MailHost = { address: string; servername: string | null }

/**
 * Resolves the name once: the connection goes to the address that was checked, even if the name changes later.
 * @throws DeskError `address_not_allowed`; the resolver's own error for an unknown name
 */
export async function resolveMailHost(host: string, guard: AddressGuard = ownNetwork): Promise<MailHost> {
  const { address } = await guard.resolve(host)
  return { address, servername: host === address || host.includes(':') ? null : host }
}

export const isAddressRefused = (error: unknown): boolean =>
  error instanceof DeskError && error.code === 'address_not_allowed'

/** Why there is no address to connect to, for the admin who has to correct it. */
export function hostInWords(error: unknown): string {
  if (isAddressRefused(error)) return 'This host leads to an address that the desk never connects to.'
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'ENOTFOUND' ? 'There is no such host.' : message
}
