import type { MarkedToken } from '@gotrs/contract/filter/marked-tokens'
import styles from './search-field.module.css'

type SearchProblemsProps = {
  id: string
  text: string
  tokens: readonly MarkedToken[]
  missing: number | null
  onSearch: (q: string) => void
}

/** What is wrong with the search, in words, under the field. */
export function SearchProblems({ id, text, tokens, missing, onSearch }: SearchProblemsProps) {
  return (
    <div id={id} role="alert" className={styles.problems}>
      {tokens.map(({ start, end, error }) => (
        <p key={start}>
          {end > start && <code>{text.slice(start, end)}</code>} {error}
        </p>
      ))}
      {missing !== null && (
        <p>
          No ticket #{missing} that you may read. Press Enter again, or{' '}
          <button type="button" className={styles.link} onClick={() => onSearch(String(missing))}>
            search for “{missing}”
          </button>
        </p>
      )}
    </div>
  )
}
