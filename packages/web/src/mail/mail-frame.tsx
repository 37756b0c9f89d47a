import { useEffect, useRef, useState } from 'react'
import { guessHeight, mailDocument, type Scheme } from './mail-document.ts'
import styles from './mail-frame.module.css'

type MailFrameProps = {
  html: string
  text: string
  title: string
  scheme: Scheme
  fontSize: number
  /** Called with the document of the mail once it is loaded. */
  onDocument?: (document: Document) => void
}

/**
 * HTML that somebody else wrote, in a frame as high as its content. Without allow-scripts nothing runs in it;
 * allow-same-origin lets us measure it and send the login with its pictures (docs/adr/0021-mail-iframe.md).
 * Until it is loaded, the frame is as high as the text of the mail suggests.
 */
export function MailFrame({ html, text, title, scheme, fontSize, onDocument }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(() => guessHeight(text, fontSize))
  const [isMeasured, setMeasured] = useState(false)
  const [loads, setLoads] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: every load brings a new document to watch
  useEffect(() => {
    const document = frame.current?.contentDocument
    // The empty document that every frame begins with says nothing about the height.
    if (!document?.body?.firstChild) return
    onDocument?.(document)
    const measure = () => {
      setHeight(heightOf(document))
      setMeasured(true)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [loads])

  return (
    <iframe
      ref={frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={mailDocument({ html, scheme, title, fontSize })}
      className={styles.frame}
      style={{ height }}
      // A page that shows several may wait until they have their heights.
      data-loading={!isMeasured || undefined}
      onLoad={() => setLoads(count => count + 1)}
    />
  )
}

const SCROLLBAR = 18
/** What a mail takes on paper at most. On the screen the style sheet lets it scroll long before. */
const MAX_HEIGHT = 30_000

/** As high as what is in it; a table wider than the frame scrolls sideways and needs room for that. */
function heightOf({ body, documentElement: root }: Document): number {
  const bar = root.scrollWidth > root.clientWidth ? SCROLLBAR : 0
  const height = Math.ceil(Math.max(body.getBoundingClientRect().height, 20)) + bar
  return Math.min(height, MAX_HEIGHT)
}
