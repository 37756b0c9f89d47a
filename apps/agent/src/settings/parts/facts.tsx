import { Fragment, type ReactNode } from 'react'
import styles from './facts.module.css'

type FactsProps = { facts: [name: string, value: ReactNode][] }

/** Names and values; what has no value is left out. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  )
}
