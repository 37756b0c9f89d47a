import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import styles from './picker.module.css'
import { optionsFor, type PickerOption } from './picker-options.ts'

type PickerProps = {
  title: string
  field: string
  options: PickerOption[]
  /** What the ticket has now. */
  current: readonly string[]
  isLoading?: boolean
  nothing: string
  /** An option for what was typed and is not in the list. */
  create?: (typed: string) => PickerOption | null
  mark?: (value: string) => ReactNode
  onType?: (typed: string) => void
  onPick: (value: string) => void
  onClose: () => void
}

/** A list that is searched by typing at once; Enter takes the first that fits. */
export function Picker(props: PickerProps) {
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size="sm"
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      styles={{ body: { paddingTop: 4 } }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Choices {...props} />
    </Modal>
  )
}

/** The modal renders what is in it later than itself: only here are the options on the page when the effect runs. */
function Choices(props: PickerProps) {
  const { title, field, options, current, isLoading = false, nothing, create, mark, onType, onPick, onClose } = props
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose })
  const fitting = optionsFor(options, typed)
  const created = typed.trim() ? (create?.(typed.trim()) ?? null) : null
  const shown = created ? [...fitting, created] : fitting
  const waited = useRef(false)
  const pick = (value: string) => {
    onClose()
    onPick(value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options, another first one
  useEffect(() => {
    // What creates something is chosen on purpose.
    const [first] = fitting
    if (first) combobox.selectFirstOption()
    else combobox.resetSelectedOption()
    if (waited.current && !isLoading && first) pick(first.value)
  }, [typed, options.length, isLoading])
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.EventsTarget>
        <TextInput
          aria-label={field}
          placeholder={field}
          data-autofocus
          autoComplete="off"
          maxLength={50}
          value={typed}
          onChange={event => {
            setTyped(event.currentTarget.value)
            onType?.(event.currentTarget.value)
          }}
          onKeyDown={event => {
            // Enter before the list has loaded chooses the first match after it has loaded.
            if (event.key === 'Enter' && isLoading) waited.current = true
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options aria-label={title} mt={8} mah="50vh" style={{ overflowY: 'auto' }}>
        {shown.map(({ value, label, hint }) => (
          <Combobox.Option key={value} value={value} className={styles.option}>
            <span className={styles.label}>{mark?.(value) ?? label}</span>
            {hint && <span className={styles.hint}>{hint}</span>}
            {current.includes(value) && <IconCheck size={16} aria-label="Now" />}
          </Combobox.Option>
        ))}
        {shown.length === 0 && <Combobox.Empty>{isLoading ? 'Loading…' : nothing}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  )
}
