import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

type ReasonButtonProps = ButtonProps & {
  'aria-label'?: string
  /** Why it can't be pressed now; null when it can. */
  reason: string | null
  /** What it will do, and its key. */
  hint?: string | undefined
  /** Left out where it opens the menu whose target it is. */
  onClick?: () => void
  children: ReactNode
}

/** A button that stays in reach while it is off, so that everybody can learn why. */
export function ReasonButton({ reason, hint, onClick, children, ...props }: ReasonButtonProps) {
  return (
    <Tooltip label={reason ?? hint} disabled={!(reason ?? hint)} events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...props}
        data-disabled={reason !== null || undefined}
        aria-disabled={reason !== null || undefined}
        aria-description={reason ?? undefined}
        onClick={reason === null ? onClick : undefined}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
