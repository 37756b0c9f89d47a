import { Kbd } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { Modal } from '../shell/lazy-overlay.tsx'
import styles from './keyboard-help.module.css'
import { keyCaps, type ShortcutName, shortcuts } from './shortcut-table.ts'
import { useShortcut } from './use-shortcut.ts'

let isOpen = false
const listeners = new Set<() => void>()
const setOpen = (next: boolean) => {
  isOpen = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Opens the sheet from anywhere: a menu, say. */
export const openKeyboardHelp = () => setOpen(true)

const names = Object.keys(shortcuts) as ShortcutName[]
const groups = [...new Set(names.map(name => shortcuts[name].group))]

/** The sheet behind `?`: every key that does something. */
export function KeyboardHelp() {
  const opened = useSyncExternalStore(subscribe, () => isOpen)
  useShortcut('sheet', openKeyboardHelp)
  return (
    <Modal
      opened={opened}
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {groups.map(group => (
        <section key={group} aria-label={group}>
          <h3 className={styles.group}>{group}</h3>
          <dl className={styles.list}>
            {names
              .filter(name => shortcuts[name].group === group)
              .map(name => (
                <div key={name} className={styles.row}>
                  <dt>{shortcuts[name].label}</dt>
                  <dd>
                    {keyCaps(name).map(cap => (
                      <Kbd key={cap}>{cap}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
