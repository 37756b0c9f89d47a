import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { htmlDocument } from './html-document.ts'
import styles from './html-frame.module.css'

type HtmlFrameProps = { html: string; title: string }

/**
 * HTML written by somebody else, in a frame of its own. Without allow-scripts nothing runs in it; allow-same-origin lets
 * us measure it and send the login with its pictures (docs/adr/0021-the-frame-of-a-mail.md).
 */
export function HtmlFrame({ html, title }: HtmlFrameProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(24)
  const [loads, setLoads] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: every load brings a new document to watch
  useEffect(() => {
    const body = frame.current?.contentDocument?.body
    if (!body) return
    const measure = () => setHeight(heightOf(body))
    const observer = new ResizeObserver(measure)
    observer.observe(body)
    measure()
    return () => observer.disconnect()
  }, [loads])

  return (
    <iframe
      ref={frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={htmlDocument(html, scheme)}
      className={styles.frame}
      style={{ height }}
      onLoad={() => setLoads(count => count + 1)}
    />
  )
}

const SCROLLBAR = 16
/** What a mail takes on paper at most. On the screen the style sheet lets it scroll long before. */
const MAX_HEIGHT = 30_000

/** As high as what is in it; a table wider than the frame scrolls sideways and needs room for that. */
function heightOf(body: HTMLElement): number {
  const isWider = body.scrollWidth > body.clientWidth
  const height = Math.ceil(Math.max(body.getBoundingClientRect().height, 20)) + (isWider ? SCROLLBAR : 0)
  return Math.min(height, MAX_HEIGHT)
}
