import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import box from './box.module.css'
import own from './secret-once.module.css'

type SecretOnceProps = { label: string; secret: string; children: ReactNode }

/** A secret that is on the screen this one time. */
export function SecretOnce({ label, secret, children }: SecretOnceProps) {
  const place = useRef<HTMLElement>(null)
  // The pressed button is gone: the focus moves here, for people who use the keyboard or a screen reader.
  useEffect(() => place.current?.focus(), [])
  return (
    <section ref={place} tabIndex={-1} aria-label={label} className={`${box.mail} ${own.secret}`}>
      <p>{children} GOTRS does not show it again.</p>
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
    </section>
  )
}
