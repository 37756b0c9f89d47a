import { IconMail } from '@tabler/icons-react'
import styles from './mail-draft-notice.module.css'

/** What is in the composer may be somebody else's words under the agent's name. */
export const MailDraftNotice = () => (
  <p className={styles.notice}>
    <IconMail size={14} aria-hidden />
    This reply came by mail in your name. GOTRS could not confirm that you wrote it and did not send it. Check it before
    you send it.
  </p>
)
