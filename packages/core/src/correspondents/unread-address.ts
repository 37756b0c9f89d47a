const unread =
  /^(?:(?:no|do-?not|donot|never)[-._]?reply|bounces?|mailer-?daemon|postmaster|mail-?daemon)(?:[+._-][^@]*)?@/i

/**
 * Does the address itself say that no person reads it, such as noreply@? It cannot be a participant, and gets no
 * account.
 */
export const isUnreadAddress = (address: string): boolean => unread.test(address)
