import type { DraftState } from '@gotrs/contract/drafts'
import { Button, Group } from '@mantine/core'
import styles from './draft-conflict.module.css'

type DraftConflictProps = {
  /** What has become of the draft in the other window. */
  state: DraftState
  /** What was done there by sending: "sent this", "created this ticket". */
  sent: string
  /** What is written there, as plain text. */
  other: string
  onMine: () => void
  onOther: () => void
  onBoth: () => void
}

/** Two windows of one person have different texts: both are kept until the person has chosen. */
export function DraftConflict({ state, sent, other, onMine, onOther, onBoth }: DraftConflictProps) {
  const titles = {
    open: 'You also wrote on another device.',
    sent: `You ${sent} in another window.`,
    deleted: 'You deleted this draft in another window.',
  } as const satisfies Record<DraftState, string>
  return (
    <section className={styles.conflict} role="alert" aria-label="Two texts">
      <div className={styles.words}>
        <strong>{titles[state]}</strong>{' '}
        {state === 'open' ? 'Your text here is not saved yet. The other text:' : 'Your text here was not part of it.'}
        {state === 'open' && <blockquote className={styles.other}>{other}</blockquote>}
      </div>
      <Group gap={8}>
        <Button onClick={onMine}>{state === 'open' ? 'Use this text' : 'Keep this text'}</Button>
        <Button variant="default" onClick={onOther}>
          {state === 'open' ? 'Use the other text' : 'Delete this text'}
        </Button>
        {state === 'open' && (
          <Button variant="default" onClick={onBoth}>
            Keep both
          </Button>
        )}
      </Group>
    </section>
  )
}
