import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { errorText } from '../api/error-text.ts'

type PlaceDialogProps<Place extends string> = {
  title: string
  /** Into what is there, or as something new. */
  choices: { value: Place; label: string }[]
  place: Place
  onPlace: (place: Place) => void
  /** What the button does; disabled until it is known where to. */
  verb: string
  isReady: boolean
  isBusy: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** Where a mail or message belongs, and a button that says so. */
export function PlaceDialog<Place extends string>(props: PlaceDialogProps<Place>) {
  const { title, choices, place, onPlace, verb, isReady, isBusy, error, onSubmit, onClose, children } = props
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} size={520} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap={16}>
          <SegmentedControl
            aria-label="Target"
            data={choices}
            value={place}
            onChange={value => onPlace(value as Place)}
          />
          {children}
          {error ? (
            <Text role="alert" c="var(--danger)" size="sm">
              {errorText(error)}
            </Text>
          ) : null}
          <Group gap={8}>
            <Button type="submit" disabled={!isReady} loading={isBusy}>
              {verb}
            </Button>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
