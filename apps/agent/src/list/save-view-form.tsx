import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { useListParams } from './list-params.ts'

/** Names the list on the screen. */
export default function SaveViewForm({ onSaved }: { onSaved: () => void }) {
  const { q, sort } = useListParams()
  const may = useCan()
  const utils = trpc.useUtils()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  // The popover looks for its first field before this has loaded.
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const save = trpc.views.create.useMutation({
    onSuccess: async () => {
      onSaved()
      await utils.views.counts.invalidate()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name, q, sort, isShared })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={12}>
        <TextInput
          ref={field}
          label="View name"
          required
          withAsterisk={false}
          maxLength={60}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          error={save.error ? errorText(save.error) : undefined}
        />
        {may('view.share') && (
          <Checkbox
            label="Share with all staff"
            checked={isShared}
            onChange={event => setShared(event.currentTarget.checked)}
          />
        )}
        <Group justify="end">
          <Button type="submit" loading={save.isPending}>
            Save view
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
