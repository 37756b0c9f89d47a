import type { Message } from '@gotrs/contract/messages'
import styles from './answers-to.module.css'
import { askedAddresses } from './asked-addresses.ts'

/** Where the sender of a mail wants answers to go, where that is not the sender. */
export function AnswersTo({ message }: { message: Message }) {
  const addresses = askedAddresses(message)
  if (addresses.length === 0) return null
  return <span className={styles.address}>Replies go to {addresses.join(', ')}</span>
}
