import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import type { FieldOfList, Option, OptionGroup } from './closed-list.ts'
import styles from './option-list.module.css'

type Settings = { isOpen: boolean; label: string; isFirstActive?: boolean }

/**
 * The options under a field, which keeps the focus while the arrow keys move among them: the pattern of a combobox
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 */
export function useOptionList(groups: OptionGroup[], { isOpen, label, isFirstActive = false }: Settings) {
  const id = useId()
  const options = groups.flatMap(group => group.options)
  const [moved, setMoved] = useState<string | null>(null)
  const found = options.find(({ key }) => key === moved) ?? (isFirstActive ? options[0] : undefined)
  const active = isOpen ? found : undefined
  const isShown = isOpen && options.length > 0
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.key}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  /** Moves among the options; behind the last one comes the field itself, or the first one where one is always active. */
  const move = (step: 1 | -1) => {
    const places = isFirstActive ? options.length : options.length + 1
    const at = active ? options.indexOf(active) : options.length
    setMoved(options[(at + step + places) % places]?.key ?? null)
  }
  /** Whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isShown || event.nativeEvent.isComposing) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
    if (step !== null && !event.altKey) move(step)
    else if (active && (event.key === 'Enter' || (event.key === 'Tab' && !isFirstActive))) active.run()
    else return false
    event.preventDefault()
    return true
  }
  return {
    active,
    onKey,
    reset: () => setMoved(null),
    field: {
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': isShown,
      'aria-controls': isShown ? id : undefined,
      'aria-activedescendant': active && isShown ? `${id}-${active.key}` : undefined,
    } satisfies FieldOfList as FieldOfList,
    list: isShown ? <OptionList id={id} label={label} groups={groups} active={active} /> : null,
  }
}

type OptionListProps = { id: string; label: string; groups: OptionGroup[]; active: Option | undefined }

function OptionList({ id, label, groups, active }: OptionListProps) {
  return (
    <div role="listbox" id={id} aria-label={label} className={styles.list}>
      {groups
        .filter(group => group.options.length > 0)
        .map(group => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
          <div key={group.name} role="group" aria-label={group.name}>
            <div className={styles.group} aria-hidden>
              {group.name}
            </div>
            {group.options.map(option => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
              <div
                key={option.key}
                role="option"
                id={`${id}-${option.key}`}
                aria-selected={option === active}
                tabIndex={-1}
                className={styles.option}
                onMouseDown={event => event.preventDefault()}
                onClick={option.run}
              >
                <span className={styles.label}>
                  {option.label}
                  {option.under && <span className={styles.under}>{option.under}</span>}
                </span>
                {option.hint && <span className={styles.hint}>{option.hint}</span>}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
}
