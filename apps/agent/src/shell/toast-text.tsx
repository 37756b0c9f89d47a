import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './toast.module.css'

type ToastTextProps = {
  message: ReactNode
  isFailure: boolean
  action: { label: string; run: () => unknown } | undefined
}

/** One line in the colours of the other scheme, with what can be done about it. */
export const ToastText = ({ message, isFailure, action }: ToastTextProps) => (
  <span className={styles.line}>
    {isFailure && <IconAlertTriangle size={16} aria-hidden />}
    <span className={styles.message}>{message}</span>
    {action && (
      <Button variant="transparent" className={styles.action} onClick={() => void action.run()}>
        {action.label}
      </Button>
    )}
  </span>
)

export const toastLook = {
  classNames: { root: styles.toast ?? '', closeButton: styles.close ?? '', description: styles.words ?? '' },
}
