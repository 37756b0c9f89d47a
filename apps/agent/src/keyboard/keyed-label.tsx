import styles from './keyboard-help.module.css'
import { keyCaps, type ShortcutName } from './shortcut-table.ts'

/** The name of a field, and the key that does the same. */
export const KeyedLabel = ({ text, name }: { text: string; name: ShortcutName }) => (
  <>
    {text}
    <kbd className={styles.key} aria-hidden>
      {keyCaps(name).join(' ')}
    </kbd>
  </>
)
