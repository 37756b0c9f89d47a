import { Button, Group } from '@mantine/core'
import { focusHome } from '../list/focus-home.ts'
import styles from './changed-notice.module.css'

type ChangedNoticeProps = {
  stopped: string
  texts: string[]
  goOnLabel: string
  onGoOn: () => void
  onLeave: () => void
}

/** Somebody was quicker: what they did, and whether to go on all the same. Nothing typed is touched. */
export function ChangedNotice({ stopped, texts, goOnLabel, onGoOn, onLeave }: ChangedNoticeProps) {
  return (
    <div className={styles.notice} role="alert">
      <div>
        <strong>The ticket has changed.</strong> {stopped} What happened since:
        <ul className={styles.changes}>
          {texts.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
      <Group gap={8}>
        <Button
          onClick={() => {
            onLeave()
            // The button goes with the notice.
            focusHome()
          }}
        >
          Look first
        </Button>
        <Button variant="default" onClick={onGoOn}>
          {goOnLabel}
        </Button>
      </Group>
    </div>
  )
}
