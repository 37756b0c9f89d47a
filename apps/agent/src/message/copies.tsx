import type { Message } from '@gotrs/contract/messages'
import { isStaff } from '@gotrs/contract/roles'
import styles from './message.module.css'

/** Who got an answer, and who is in copy. */
export function Copies({ message }: { message: Message }) {
  if (message.kind === 'note' || !message.staff) return null
  const { to, cc, bcc } = message.staff
  const parts = [
    isStaff(message.author.role) && to.length > 0 ? `To ${to.join(', ')}` : '',
    cc.length > 0 ? `CC ${cc.join(', ')}` : '',
    bcc.length > 0 ? `BCC ${bcc.join(', ')}` : '',
  ].filter(Boolean)
  if (parts.length === 0) return null
  return <p className={styles.copies}>{parts.join(' · ')}</p>
}
