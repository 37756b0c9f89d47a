import { Button, Group } from '@mantine/core'
import { Modal } from '../shell/lazy-overlay.tsx'

type AnswerQuestionProps = { isOpen: boolean; onKeep: () => void; onAnswer: () => void }

/** Asks before a note becomes a reply to the customer. The default button keeps the note, so that a stray key is safe. */
export function AnswerQuestion({ isOpen, onKeep, onAnswer }: AnswerQuestionProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onKeep}
      title="This is an internal note"
      size="sm"
      // The cursor goes back into the text, whichever way it was left.
      returnFocus={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>Send this text to the customer instead?</p>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onAnswer}>
          Change to reply
        </Button>
        <Button data-autofocus onClick={onKeep}>
          Keep as note
        </Button>
      </Group>
    </Modal>
  )
}
