import type { MarkedToken } from '@gotrs/contract/filter/marked-tokens'
import { IconX } from '@tabler/icons-react'
import type { PointerEvent, RefObject } from 'react'
import styles from './search-field.module.css'

type TokenLayerProps = {
  ref: RefObject<HTMLDivElement | null>
  text: string
  tokens: readonly MarkedToken[]
  onRemove: (token: MarkedToken) => void
}

/**
 * Draws the boxes of the tokens behind the text of the field: the same text, unseen, in the same places. So the field stays
 * one text, which can be copied, pasted and edited as any other.
 */
export function TokenLayer({ ref, text, tokens, onRemove }: TokenLayerProps) {
  return (
    <div ref={ref} className={styles.layer}>
      {tokens.map((token, at) => {
        const written = text.slice(token.start, token.end)
        return (
          <span key={`${written} ${token.start}`}>
            <span aria-hidden>{text.slice(tokens[at - 1]?.end ?? 0, token.start)}</span>
            <span className={styles.token} data-wrong={token.error !== null || undefined}>
              <span aria-hidden>{written}</span>
              <button
                type="button"
                // The keyboard removes it by Backspace.
                tabIndex={-1}
                className={styles.remove}
                aria-label={`Remove ${written}`}
                title={`Remove ${written}`}
                onMouseDown={event => event.preventDefault()}
                onClick={() => onRemove(token)}
              >
                <IconX size={12} aria-hidden />
              </button>
            </span>
          </span>
        )
      })}
    </div>
  )
}

/** The text lies over its tokens and gets the pointer: shows the button of the token that is under it. */
export function showButtonUnder({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) {
  for (const token of currentTarget.querySelectorAll<HTMLElement>(`.${styles.token}`)) {
    const { left, right, top, bottom } = token.getBoundingClientRect()
    const isUnder = clientX >= left - 3 && clientX <= right + 12 && clientY >= top && clientY <= bottom
    token.toggleAttribute('data-pointed', isUnder)
  }
}

export function hideButtons({ currentTarget }: PointerEvent<HTMLElement>) {
  for (const token of currentTarget.querySelectorAll('[data-pointed]')) token.removeAttribute('data-pointed')
}
