import type { SenderVerdict } from './messages.ts'

type Words = { label: string; meaning: string }

/**
 * The verdicts on the sender of a mail, in the same words everywhere. `meaning`: the text when there is no more detail
 * for a mail.
 */
export const senderWords = {
  authenticated: {
    label: 'Sender confirmed',
    meaning: 'A check confirms that the mail comes from the domain of this address.',
  },
  unknown: {
    label: 'Sender not confirmed',
    meaning: 'Nothing confirms this address and nothing speaks against it, as with most mail.',
  },
  contradicted: {
    label: 'Sender may be forged',
    meaning: 'Something speaks against this address: somebody else may have sent the mail.',
  },
} as const satisfies Record<SenderVerdict, Words>

/** Anybody can write a colleague's address on a mail: only a certain sender may look like one. Null: it is no mail. */
export const isSenderCertain = (verdict: SenderVerdict | null): boolean =>
  verdict === null || verdict === 'authenticated'
