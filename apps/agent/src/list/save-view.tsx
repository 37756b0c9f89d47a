import { ActionIcon, Button, Checkbox, Group, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBookmarkOff, IconBookmarkPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { toastError } from '../shell/toast.ts'
import { linkOf } from '../views/view-links.ts'
import { useListParams } from './list-params.ts'

/** Keeps the list on the screen as a view in the sidebar, or takes an own one away again. */
export function SaveView() {
  const params = useListParams()
  const counts = trpc.views.counts.useQuery()
  const current = linkOf(counts.data, params)
  if (!params.q || (current && !current.savedViewId)) return null
  if (current?.savedViewId) return current.isOwn ? <RemoveView id={current.savedViewId} name={current.name} /> : null
  return <SaveForm />
}

function RemoveView({ id, name }: { id: string; name: string }) {
  const utils = trpc.useUtils()
  const remove = trpc.views.delete.useMutation({
    onSuccess: () => utils.views.counts.invalidate(),
    onError: error => toastError(error),
  })
  return (
    <Tooltip label="Delete this view">
      <ActionIcon
        loading={remove.isPending}
        aria-label={`Delete the view ${name}`}
        onClick={() => remove.mutate({ viewId: id })}
      >
        <IconBookmarkOff size={16} />
      </ActionIcon>
    </Tooltip>
  )
}

function SaveForm() {
  const { q, sort } = useListParams()
  const may = useCan()
  const utils = trpc.useUtils()
  const [isOpen, popover] = useDisclosure(false)
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const save = trpc.views.create.useMutation({
    onSuccess: async () => {
      popover.close()
      await utils.views.counts.invalidate()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name, q, sort, isShared })
  }
  return (
    <Popover
      opened={isOpen}
      onChange={open => (open ? popover.open() : popover.close())}
      trapFocus
      position="bottom-end"
      width={280}
    >
      <Popover.Target>
        <Tooltip label="Save as view" disabled={isOpen}>
          <ActionIcon aria-label="Save as view" onClick={popover.toggle}>
            <IconBookmarkPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Save view">
        <form onSubmit={submit}>
          <Stack gap={12}>
            <TextInput
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
      </Popover.Dropdown>
    </Popover>
  )
}
