import { Button, Group } from '@mantine/core'
import { type Change, changeTexts } from './changes.ts'
import styles from './changed-notice.module.css'

type ChangedNoticeProps = { changes: Change[]; goOnLabel: string; onGoOn: () => void; onLeave: () => void }

/** Somebody was quicker: what they did, and whether to go on all the same. Nothing typed is touched. */
export function ChangedNotice({ changes, goOnLabel, onGoOn, onLeave }: ChangedNoticeProps) {
  return (
    <div className={styles.notice} role="alert">
      <div>
        <strong>The ticket has changed meanwhile.</strong> Nothing was sent or changed by you; what is new is shown.
        <ul className={styles.changes}>
          {changeTexts(changes).map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
      <Group gap={8}>
        <Button size="xs" onClick={onGoOn}>
          {goOnLabel}
        </Button>
        <Button size="xs" variant="default" onClick={onLeave}>
          Look first
        </Button>
      </Group>
    </div>
  )
}
