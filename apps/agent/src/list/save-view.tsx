import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBookmarkOff, IconBookmarkPlus } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { trpc } from '../api/trpc.ts'
import { toastError } from '../shell/toast.ts'
import { linkOf } from '../views/view-links.ts'
import { useListParams } from './list-params.ts'

const SaveViewForm = lazy(() => import('./save-view-form.tsx'))

/** Keeps the list on the screen as a view in the sidebar, or takes an own one away again. */
export function SaveView() {
  const params = useListParams()
  const counts = trpc.views.counts.useQuery()
  const current = linkOf(counts.data, params)
  if (!params.q || (current && !current.savedViewId)) return null
  if (current?.savedViewId) return current.isOwn ? <RemoveView id={current.savedViewId} name={current.name} /> : null
  return <SavePopover />
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

function SavePopover() {
  const [isOpen, popover] = useDisclosure(false)
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
        <Suspense fallback={<Skeleton height={140} />}>
          <SaveViewForm onSaved={popover.close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
