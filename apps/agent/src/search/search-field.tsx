import { type MarkedToken, markedTokens, textConditions } from '@gotrs/contract/filter/marked-tokens'
import { failureOf } from '@gotrs/web/errors/failure'
import { ActionIcon } from '@mantine/core'
import { IconFilterPlus, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, Suspense, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { closedList, type OptionKeys } from '../keyboard/closed-list.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { focusHits, focusHome } from '../list/focus-home.ts'
import { useListParams } from '../list/list-params.ts'
import { SaveView } from '../list/save-view.tsx'
import { useMe } from '../session/use-session.ts'
import { lazyPart } from '../shell/lazy-part.ts'
import { removedSpan, spaced } from './edit-tokens.ts'
import styles from './search-field.module.css'
import { SearchProblems } from './search-problems.tsx'
import { hideButtons, showButtonUnder, TokenLayer } from './token-layer.tsx'
import { useSearch } from './use-search.ts'

const loadSuggestions = () => import('./suggestions.tsx')
const Suggestions = lazyPart(loadSuggestions)

type SearchFieldProps = { error: unknown; isLoaded: boolean }

/** Once the list is there, and before somebody types. */
const IDLE_MS = 600

/** The filter of the list as one text, in which conditions are drawn as tokens. Enter applies it; the URL keeps it. */
export function SearchField({ error, isLoaded }: SearchFieldProps) {
  const { q } = useListParams()
  const { role } = useMe()
  /** With a space behind it at any time: a text that changes with the focus would lose its selection. */
  const [text, setText] = useState(spaced(q))
  /** Null while the field does not have the focus. */
  const [cursor, setCursor] = useState<number | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [, redraw] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  /** Where the last letter was typed: a token that ends there is still being written. */
  const typedAt = useRef<number | null>(null)
  const problemsId = useId()
  const keys = useRef<OptionKeys>(null)
  const [list, setList] = useState(closedList)
  const { missing, search, showList, submit, forget } = useSearch(isLoaded, () => field.current?.blur())

  useEffect(() => setText(spaced(q)), [q])
  useEffect(() => {
    const timer = setTimeout(loadSuggestions, IDLE_MS)
    return () => clearTimeout(timer)
  }, [])
  useShortcut('search', () => {
    field.current?.select()
  })
  const tokens = withError(markedTokens(text, role), text, q, error)
  const problems = tokens.filter(token => token.error !== null && !isBeingTyped(token, cursor, typedAt.current))

  const acts = {
    complete: (next: { text: string; cursor: number }) => {
      write(field.current, 0, text.length, next.text, next.cursor)
      typedAt.current = null
      setAsked(false)
      setOpen(true)
    },
    search,
    showList,
    jump: () => enter(),
    redraw: () => redraw(count => count + 1),
  }
  // The boxes follow the text, which scrolls where it is longer than the field.
  useLayoutEffect(follow)
  function follow() {
    if (layer.current && field.current) layer.current.scrollLeft = field.current.scrollLeft
  }

  const remove = (token: MarkedToken) => {
    const { start, end } = removedSpan(text, token)
    search(`${text.slice(0, start)}${text.slice(end)}`.trim())
  }
  const leave = () => {
    forget()
    focusHome()
  }
  const enter = () => {
    const [wrong] = tokens.filter(token => token.error !== null)
    setOpen(false)
    if (!wrong || missing !== null) return submit(text)
    typedAt.current = null
    field.current?.setSelectionRange(wrong.start, wrong.end)
    setCursor(wrong.end)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const { selectionStart, selectionEnd } = event.currentTarget
    const isBackspace = event.key === 'Backspace' && selectionStart === selectionEnd && !event.altKey && !event.ctrlKey
    const finished = isBackspace ? tokenBefore(tokens, text, selectionStart, typedAt.current) : undefined
    if (finished) {
      const { start, end } = removedSpan(text, finished)
      write(event.currentTarget, start, end, '', start)
    } else if (keys.current?.onKey(event)) return
    else if (event.key === 'Escape' && keys.current?.active) setOpen(false)
    else if (event.key === 'Escape') leave()
    else if (event.key === 'ArrowDown' && event.altKey) ask()
    else if (event.key === 'ArrowDown') focusHits()
    else if (event.key === 'Enter') enter()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const ask = () => {
    field.current?.focus()
    const end = spaced(text)
    write(field.current, 0, text.length, end, end.length)
    setAsked(true)
    setOpen(true)
  }
  return (
    <search className={styles.search}>
      <div className={styles.field} onPointerMove={showButtonUnder} onPointerLeave={hideButtons}>
        <IconSearch size={16} aria-hidden className={styles.icon} />
        <div className={styles.line}>
          <TokenLayer ref={layer} text={text} tokens={tokens} onRemove={remove} />
          <input
            ref={field}
            className={styles.input}
            type="text"
            inputMode="search"
            enterKeyHint="search"
            aria-label="Search tickets"
            placeholder="Words, tag:vpn, “exact words”, #1042"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={1000}
            value={text}
            {...list}
            aria-invalid={problems.length > 0 || undefined}
            aria-describedby={problemsId}
            onChange={event => {
              const { value, selectionStart } = event.currentTarget
              typedAt.current = selectionStart
              setText(value)
              setCursor(selectionStart)
              setOpen(true)
              setAsked(false)
              keys.current?.reset()
              forget()
            }}
            onSelect={event => setCursor(event.currentTarget.selectionStart)}
            onScroll={follow}
            onFocus={event => {
              typedAt.current = null
              forget()
              setCursor(event.currentTarget.selectionStart)
              setOpen(text.trim() === '')
            }}
            onBlur={() => {
              setText(spaced(text.trim()))
              setCursor(null)
              setAsked(false)
              keys.current?.reset()
            }}
            onClick={() => setOpen(true)}
            onKeyDown={press}
          />
        </div>
        {text.trim() && (
          <ActionIcon aria-label="Clear the search" size={24} onClick={() => search('')}>
            <IconX size={14} />
          </ActionIcon>
        )}
        <ActionIcon aria-label="Add a filter" title="Add a filter" size={24} onMouseDown={keepFocus} onClick={ask}>
          <IconFilterPlus size={16} />
        </ActionIcon>
        <SaveView />
      </div>
      {isOpen && cursor !== null && (
        <Suspense>
          <Suggestions typed={{ text, cursor, isAsked }} acts={acts} keys={keys} onField={setList} />
        </Suspense>
      )}
      <SearchProblems
        id={problemsId}
        text={text}
        tokens={problems}
        asText={text.trim() === q ? textConditions(q, role) : []}
        missing={missing}
        onSearch={search}
      />
    </search>
  )
}

const keepFocus = (event: { preventDefault: () => void }) => event.preventDefault()

/** While somebody writes a value, it is not wrong yet. */
const isBeingTyped = ({ start, end }: MarkedToken, cursor: number | null, typedAt: number | null) =>
  cursor !== null && typedAt === cursor && cursor > start && cursor <= end

/** The token that Backspace removes as a whole: the one before the cursor, unless it is still being written. */
const tokenBefore = (tokens: MarkedToken[], text: string, cursor: number | null, typedAt: number | null) =>
  tokens.find(({ end }) => (end === cursor && typedAt !== cursor) || (end + 1 === cursor && text[end] === ' '))

/** What the server says of the filter on the screen: too many people have a name, say. */
function withError(tokens: MarkedToken[], text: string, q: string, error: unknown): MarkedToken[] {
  const { code, params } = failureOf(error ?? null)
  if (code !== 'invalid_filter' || text.trim() !== q || tokens.some(token => token.error !== null)) return tokens
  const at = Number(params.at)
  const reason = String(params.reason)
  const isMeant = ({ start, end }: MarkedToken) => at >= start && at < end
  if (tokens.some(isMeant)) return tokens.map(token => (isMeant(token) ? { ...token, error: reason } : token))
  return [...tokens, { start: 0, end: 0, error: reason }]
}

/** As if it were typed, so that undo and redo know it. */
function write(field: HTMLInputElement | null, start: number, end: number, text: string, cursor: number) {
  if (!field) return
  field.setSelectionRange(start, end)
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
  field.setSelectionRange(cursor, cursor)
}
