import { email } from '@gotrs/contract/ids'

/** An address that mail can be sent to, in lower case; null for anything else. */
export function usableAddress(address: string): string | null {
  return email.safeParse(address).data ?? null
}
