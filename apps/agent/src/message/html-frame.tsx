import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { htmlDocument } from './html-document.ts'
import styles from './message.module.css'

type HtmlFrameProps = { html: string; title: string }

/**
 * HTML written by somebody else, in a frame of its own. Without allow-scripts nothing runs in it; allow-same-origin is
 * there only so that the frame can be made as high as what is in it.
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

/** As high as what is in it; a table wider than the frame scrolls sideways and needs room for that. */
function heightOf(body: HTMLElement): number {
  const isWider = body.scrollWidth > body.clientWidth
  return Math.ceil(Math.max(body.getBoundingClientRect().height, 20)) + (isWider ? SCROLLBAR : 0)
}
