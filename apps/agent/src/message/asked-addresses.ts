import type { Message } from '@gotrs/contract/messages'

/** The addresses that a mail names for answers (Reply-To, RFC 5322, section 3.6.2); none where it names its sender alone. */
export function askedAddresses({ staff, author }: Pick<Message, 'staff' | 'author'>): string[] {
  const asked = staff?.replyTo ?? []
  return asked.every(address => address.toLowerCase() === author.email.toLowerCase()) ? [] : asked
}
