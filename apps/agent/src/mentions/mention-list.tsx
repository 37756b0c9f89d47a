import { Portal } from '@mantine/core'
import { Face } from '../marks/face.tsx'
import styles from './mentions.module.css'
import type { useMentionList } from './use-mention-list.ts'

/** Above the `@`; the focus stays in the text, which the arrow keys, Enter and Escape act on. */
export function MentionList({ list }: { list: ReturnType<typeof useMentionList> }) {
  const { isOpen, options, active, typed, listId, optionId, pick } = list
  if (!isOpen || !typed) return null
  return (
    <Portal>
      <ul
        id={listId}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the keys of the text act on it
        role="listbox"
        aria-label="Mention a colleague"
        className={styles.list}
        style={{ left: Math.min(typed.left, window.innerWidth - 330), top: typed.top }}
      >
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the focus, and its keys choose
          <li
            key={option.value}
            id={optionId(option)}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as the list
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={styles.option}
            // The text keeps the focus.
            onMouseDown={event => event.preventDefault()}
            onClick={() => pick(option)}
          >
            <Face person={{ id: option.value, name: option.label }} isColleague isSmall />
            {option.label}
          </li>
        ))}
      </ul>
    </Portal>
  )
}
