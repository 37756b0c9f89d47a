import { Tabs } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import styles from './composer.module.css'
import type { ComposerDraft } from './draft.ts'

type ComposerTabsProps = {
  /** Of the tabs and their panel, which is beside them. */
  id: string
  kind: ComposerDraft['kind']
  replyReason: string | null
  onShow: (kind: ComposerDraft['kind']) => void
}

/** Reply or note; a reply is off with the reason. */
export default function ComposerTabs({ id, kind, replyReason, onShow }: ComposerTabsProps) {
  return (
    <Tabs id={id} value={kind} onChange={next => onShow(next === 'note' ? 'note' : 'public')}>
      {/* An empty field that loses the focus folds, and the tab would move away under the pointer. */}
      <Tabs.List className={styles.tabs} onMouseDown={event => event.preventDefault()}>
        <Tabs.Tab
          value="public"
          className={styles.tab}
          disabled={replyReason !== null}
          title={replyReason ?? undefined}
        >
          Reply
        </Tabs.Tab>
        <Tabs.Tab value="note" className={styles.tab} leftSection={<IconLock size={14} aria-hidden />}>
          Note
        </Tabs.Tab>
      </Tabs.List>
    </Tabs>
  )
}
