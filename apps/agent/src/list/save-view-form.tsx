import type { View } from '@gotrs/contract/views'
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { focusHome } from './focus-home.ts'
import { useListParams } from './list-params.ts'

type SaveViewFormProps = { view: View | null; onSaved: () => void }

/** Names the list on the screen, or changes the view that it is. The name of an own view gives that view this list. */
export default function SaveViewForm({ view, onSaved }: SaveViewFormProps) {
  const { q, sort } = useListParams()
  const may = useCan()
  const utils = trpc.useUtils()
  const counts = trpc.views.counts.useQuery()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(view?.isShared ?? false)
  const isNamed = (it: View) => it.isOwn && it.name.toLowerCase() === name.trim().toLowerCase()
  const existing = view ?? counts.data?.views.find(isNamed)
  // The popover looks for its first field before this has loaded.
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const onSuccess = async () => {
    onSaved()
    await utils.views.counts.invalidate()
    // The field goes with the form.
    focusHome()
  }
  const create = trpc.views.create.useMutation({ onSuccess })
  const update = trpc.views.update.useMutation({ onSuccess })
  const save = existing ? update : create
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (existing) update.mutate({ viewId: existing.id, name, q, sort, ...(may('view.share') && { isShared }) })
    else create.mutate({ name, q, sort, isShared })
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
            {existing && !view ? 'Replace view' : 'Save view'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
