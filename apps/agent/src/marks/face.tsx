import type { CSSProperties } from 'react'
import styles from './face.module.css'
import { hueOf, initialsOf } from './initials.ts'

type FaceProps = {
  /** Null where the desk does not know the person. */
  person: { id: string | null; name: string; email?: string }
  /** A colleague is a rounded square, a customer a circle. */
  isColleague?: boolean
  isSmall?: boolean
}

/** The initials of a person, in their hue. The name is always beside it, so that nothing is read out twice. */
export function Face({ person, isColleague = false, isSmall = false }: FaceProps) {
  const hue = { '--hue': hueOf(person.id ?? person.email ?? '') } as CSSProperties
  return (
    <span
      className={styles.face}
      style={hue}
      data-colleague={isColleague || undefined}
      data-small={isSmall || undefined}
      // Drawn, not written: beside the name they are no part of what a button is called.
      data-initials={initialsOf(person.name || person.email || '')}
      aria-hidden
    />
  )
}
