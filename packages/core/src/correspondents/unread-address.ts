const unread =
  /^(?:(?:no|do-?not|donot|never)[-._]?reply|bounces?|mailer-?daemon|postmaster|mail-?daemon)(?:[+._-][^@]*)?@/i

/** Does the address say itself that no person reads it? Such a one takes part in nothing, and gets no account. */
export const isUnreadAddress = (address: string): boolean => unread.test(address)
