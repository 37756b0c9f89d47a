import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './settings.module.css'

type SecretOnceProps = { label: string; secret: string; children: ReactNode }

/** A secret that is on the screen this one time. */
export function SecretOnce({ label, secret, children }: SecretOnceProps) {
  return (
    <section aria-label={label} className={styles.mail}>
      <p role="status" className={styles.secretLead}>
        {children} It is never shown again.
      </p>
      <div className={styles.copyRow}>
        <code>{secret}</code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
            </Button>
          )}
        </CopyButton>
      </div>
    </section>
  )
}
