import { Tabs } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import styles from './composer.module.css'

/** Reply or note; a reply is off with the reason. */
export const ComposerTabs = ({ replyReason }: { replyReason: string | null }) => (
  <Tabs.List className={styles.tabs}>
    <Tabs.Tab value="public" className={styles.tab} disabled={replyReason !== null} title={replyReason ?? undefined}>
      Reply
    </Tabs.Tab>
    <Tabs.Tab value="note" className={styles.tab} leftSection={<IconLock size={14} aria-hidden />}>
      Note
    </Tabs.Tab>
  </Tabs.List>
)
