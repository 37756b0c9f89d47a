import { encryptionText } from '@gotrs/contract/encryption-text'
import { filesBelow } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import { IconLock } from '@tabler/icons-react'
import styles from './encryption-notice.module.css'

/** Why there is nothing to read, and where it can be read. */
export function EncryptionNotice({ message }: { message: Message }) {
  const text = encryptionText(message, filesBelow(message).length > 0)
  if (!text) return null
  return (
    <p className={styles.notice}>
      <IconLock size={14} aria-hidden />
      {text}
    </p>
  )
}
