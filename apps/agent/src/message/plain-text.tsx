import { LinkedText } from '@gotrs/web/text/linked-text.tsx'
import styles from './message.module.css'

/** Text as it was written, with its web addresses to click on. */
export const PlainText = ({ text }: { text: string }) => <LinkedText className={styles.text} text={text} />
