import type { ReactNode } from 'react'
import { errorText } from '../api/error-text.ts'
import classes from './note.module.css'

/** A sentence in a box: what has been done, or what one should know here. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <div className={classes.note} role="status">
      <p>{children}</p>
    </div>
  )
}

/** What went wrong and what to do; read out at once. Nothing where nothing did. */
export function ErrorNote({ error, children }: { error: unknown; children?: ReactNode }) {
  return error ? (
    <div className={`${classes.note} ${classes.error}`} role="alert">
      <p>{errorText(error)}</p>
      {children}
    </div>
  ) : null
}
