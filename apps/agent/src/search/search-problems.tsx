import type { MarkedToken } from '@gotrs/contract/filter/marked-tokens'
import styles from './search-field.module.css'

type SearchProblemsProps = {
  id: string
  text: string
  tokens: readonly MarkedToken[]
  /** What looks like a condition and is none. */
  asText: readonly string[]
  missing: number | null
  onSearch: (q: string) => void
}

/** What is wrong with the search, in words, under the field. */
export function SearchProblems({ id, text, tokens, asText, missing, onSearch }: SearchProblemsProps) {
  return (
    <div id={id}>
      {asText.length > 0 && (
        <p className={styles.asText}>
          Searched as text, not as a filter:{' '}
          {asText.map((condition, at) => (
            <span key={condition}>
              {at > 0 && ', '}
              <code>{condition}</code>
            </span>
          ))}
        </p>
      )}
      <div role="alert" className={styles.problems}>
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
    </div>
  )
}
