import { Button, Group, Stack, Text } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { errorText } from '../api/error-text.ts'

type HeldFormProps = {
  /** What it does, on the button. */
  verb: string
  isReady?: boolean
  isBusy: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** What will happen, a button that does it, and what went wrong. */
export function HeldForm({ verb, isReady = true, isBusy, error, onSubmit, onClose, children }: HeldFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
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
  )
}
