import { IconMail } from '@tabler/icons-react'
import styles from './mail-draft-notice.module.css'

/** What is in the composer may be somebody else's words under the agent's name. */
export const MailDraftNotice = () => (
  <p className={styles.notice}>
    <IconMail size={14} aria-hidden />
    This answer came by mail in your name and was not sent: it is not certain that you wrote it. Read it before you send
    it.
  </p>
)
