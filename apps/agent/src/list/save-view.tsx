import { ActionIcon, Menu, Popover, Skeleton, Tooltip } from '@mantine/core'
import { IconBookmarkFilled, IconBookmarkPlus } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { lazyPart } from '../shell/lazy-part.ts'
import { showToast, toast, toastError } from '../shell/toast.ts'
import { linkOf, sharedBy, type ViewLink } from '../views/view-links.ts'
import { keepFocus } from './focus-home.ts'
import { useListParams } from './list-params.ts'

const SaveViewForm = lazyPart(() => import('./save-view-form.tsx'))

/** Keeps the list on the screen as a view, or offers what can be done with the view that it is. */
export function SaveView() {
  const params = useListParams()
  const counts = trpc.views.counts.useQuery()
  const [isOpen, setOpen] = useState(false)
  const current = linkOf(counts.data, params)
  if (!params.q || (current && !current.saved)) return null
  const close = () => setOpen(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles={false} position="bottom-end" width={280}>
      <Popover.Target>
        <span>
          {current ? (
            <ViewMenu view={current} onChange={() => setOpen(true)} />
          ) : (
            <Tooltip label="Save as view" disabled={isOpen}>
              <ActionIcon
                aria-label="Save as view"
                aria-haspopup="dialog"
                aria-expanded={isOpen}
                size={24}
                onClick={() => setOpen(!isOpen)}
              >
                <IconBookmarkPlus size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={current ? 'Change view' : 'Save view'}>
        <Suspense fallback={<Skeleton height={140} />}>
          <SaveViewForm view={current?.saved ?? null} onSaved={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

/** One's own view is changed and deleted, one that is shared is copied; admins change and delete those too. */
function ViewMenu({ view, onChange }: { view: ViewLink; onChange: () => void }) {
  const may = useCan()
  const { remove, copy } = useViewVerbs(view)
  const owner = sharedBy(view)
  const isMine = view.saved?.isOwn || may('view.share')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`View ${view.name}`} title={`View ${view.name}`} size={24}>
          <IconBookmarkFilled size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{owner ?? 'Your view'}</Menu.Label>
        {isMine && <Menu.Item onClick={onChange}>Change…</Menu.Item>}
        {!view.saved?.isOwn && <Menu.Item onClick={copy}>Copy to my views</Menu.Item>}
        {isMine && <Menu.Item onClick={remove}>Delete</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

function useViewVerbs({ name, q, saved }: ViewLink) {
  const utils = trpc.useUtils()
  const onSuccess = async () => {
    await utils.views.counts.invalidate()
    // The menu that had the focus is another one now.
    keepFocus()
  }
  const onError = toastError
  const create = trpc.views.create.useMutation({ onSuccess, onError })
  const deletion = trpc.views.delete.useMutation({ onSuccess, onError })
  if (!saved) return { remove: () => undefined, copy: () => undefined }
  const { id, sort, isShared } = saved
  const again = { label: 'Undo', run: () => create.mutate({ name, q, sort, isShared }) }
  return {
    remove: () =>
      deletion.mutate(
        { viewId: id },
        { onSuccess: () => showToast({ message: `View “${name}” deleted`, action: again }) },
      ),
    copy: () =>
      create.mutate(
        { name, q, sort, isShared: false },
        { onSuccess: () => toast(`“${name}” is in your saved views now`) },
      ),
  }
}
