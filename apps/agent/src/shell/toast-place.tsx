import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { isTyping } from '../keyboard/is-typing.ts'
import { keepFocus } from '../list/focus-home.ts'
import styles from './toast.module.css'
import { hideToast, useToast } from './toast.ts'

/** Where a toast appears. The status stays in the page, because a screen reader reads only what changes in it. */
export function ToastPlace() {
  const toast = useToast()
  const isShown = toast !== null
  useEffect(() => (isShown ? endByEscape() : undefined), [isShown])
  return (
    <div className={styles.place}>
      <div className={isShown ? styles.toast : undefined} data-failure={toast?.isFailure || undefined}>
        {toast?.isFailure && <IconAlertTriangle size={16} aria-hidden />}
        <div role="status" aria-label="Result" className={styles.message}>
          {/* A new element, so that the same words are read twice. */}
          <span key={toast?.id}>{toast?.message}</span>
        </div>
        {toast?.action && (
          <button
            type="button"
            className={styles.action}
            onClick={() => {
              hideToast()
              toast.action?.run()
            }}
          >
            {toast.action.label}
          </button>
        )}
        {isShown && (
          <>
            <button type="button" className={styles.close} aria-label="Close" onClick={hideToast}>
              <IconX size={16} aria-hidden />
            </button>
            {toast.progress === undefined ? (
              // The animation is the clock: it waits under the pointer and the focus, and while nobody sees the page.
              <div key={toast.id} className={styles.time} aria-hidden onAnimationEnd={hideToast} />
            ) : (
              <progress className={styles.progress} aria-label="Progress" value={toast.progress} />
            )}
          </>
        )}
      </div>
    </div>
  )
}

function endByEscape() {
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target)) hideToast()
  }
  document.addEventListener('keydown', listen)
  return () => {
    document.removeEventListener('keydown', listen)
    // The button that had the focus is gone.
    keepFocus()
  }
}
