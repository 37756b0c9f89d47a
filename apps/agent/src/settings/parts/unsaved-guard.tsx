import { createContext, type ReactNode, use, useEffect, useId, useRef } from 'react'
import { useBlocker } from 'react-router'
import { ConfirmDialog } from './confirm-dialog.tsx'

const UnsavedForms = createContext<Set<string>>(new Set())

/** Reports unsaved changes of a form to the page. The Set is updated at once when they are saved, before a redirect. */
export function useUnsaved(isDirty: boolean): { settle: () => void } {
  const forms = use(UnsavedForms)
  const id = useId()
  useEffect(() => {
    if (isDirty) forms.add(id)
    return () => void forms.delete(id)
  }, [forms, id, isDirty])
  return { settle: () => void forms.delete(id) }
}

/** A link that leaves without saving says so itself, and nobody asks again. */
export const leavesUnsaved = { leavesUnsaved: true }

/** Asks before unsaved changes of a page are lost. One guard for all forms of a page: a router knows a single blocker. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { current: forms } = useRef(new Set<string>())
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      forms.size > 0 &&
      currentLocation.pathname !== nextLocation.pathname &&
      nextLocation.state?.leavesUnsaved !== true,
  )
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (forms.size > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [forms])
  return (
    <UnsavedForms value={forms}>
      {children}
      {blocker.state === 'blocked' && (
        <ConfirmDialog
          title="Leave without saving?"
          verb="Leave"
          isBusy={false}
          error={null}
          onConfirm={blocker.proceed}
          onClose={blocker.reset}
        >
          The changes on this page are not saved.
        </ConfirmDialog>
      )}
    </UnsavedForms>
  )
}
