import { ActionIcon, Anchor, Button, FileButton, Tooltip } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import type { SavedState } from '../drafts/draft-saver.ts'
import { stateTexts } from '../drafts/state-texts.ts'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { ReasonButton } from '../shell/reason-button.tsx'
import styles from './composer.module.css'
import { SendMenu } from './send-menu.tsx'
import type { Sending } from './use-send.ts'

type ComposerFootProps = {
  isNote: boolean
  state: SavedState
  news: string[]
  /** Why nothing can be sent now; null when it can. */
  waitReason: string | null
  sending: Sending | null
  /** Whether the last send got no answer. */
  isUnanswered: boolean
  resolveReason: string | null
  onFiles: (files: File[]) => void
  onRetrySave: () => void
  onSend: (thenResolve: boolean) => void
}

/** The attach button, the state of the draft, and the buttons that send it. */
export default function ComposerFoot(props: ComposerFootProps) {
  const { isNote, state, news, waitReason, sending, isUnanswered, resolveReason, onFiles, onRetrySave, onSend } = props
  const hasFailed = state === 'failed' || isUnanswered
  const send = keyCaps('send').join(' ')
  return (
    <div className={styles.foot}>
      <FileButton multiple onChange={onFiles}>
        {button => (
          <Tooltip label="Attach files">
            <ActionIcon {...button} aria-label="Attach files">
              <IconPaperclip size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      <span className={styles.state} role="status" aria-label="Draft" data-failed={hasFailed || undefined}>
        {isUnanswered ? 'The server did not answer. Send it again.' : stateTexts[state]}{' '}
        {state === 'failed' && !isUnanswered && (
          <Anchor component="button" type="button" size="sm" onClick={onRetrySave}>
            Save again
          </Anchor>
        )}
        {news.length > 0 && <strong> New: {news.join(', ')}</strong>}
      </span>
      {isNote ? (
        <ReasonButton
          className={styles.noteButton}
          reason={waitReason}
          hint={`${send}: only staff see it`}
          loading={sending !== null}
          onClick={() => onSend(false)}
        >
          Add note
        </ReasonButton>
      ) : (
        <Button.Group>
          <ReasonButton
            reason={waitReason}
            hint={`${send}: sends it by mail`}
            loading={sending === 'send'}
            onClick={() => onSend(false)}
          >
            Send
          </ReasonButton>
          <SendMenu
            reason={waitReason}
            resolveReason={resolveReason}
            isSending={sending === 'resolve'}
            onResolve={() => onSend(true)}
          />
        </Button.Group>
      )}
    </div>
  )
}
