import type { ReactNode } from 'react'
import { errorText } from '../api/error-texts.ts'
import classes from './note.module.css'

/** A sentence in a box: what has been done, or what one should know here. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <div className={classes.note} role="status">
      {children}
    </div>
  )
}

/** What went wrong and what to do; read out at once. Nothing where nothing did. */
export function ErrorNote({ error, children }: { error: unknown; children?: ReactNode }) {
  return error ? (
    <div className={`${classes.note} ${classes.error}`} role="alert">
      {errorText(error)}
      {children}
    </div>
  ) : null
}
