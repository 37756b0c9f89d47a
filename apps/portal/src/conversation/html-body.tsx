import { useEffect, useRef, useState } from 'react'
import { useScheme } from '../frame/colour-scheme.ts'
import { guessedHeight, htmlDocument } from './html-document.ts'
import classes from './message.module.css'

type HtmlBodyProps = { html: string; text: string; title: string }

/** What a mail takes on paper at most. On the screen the style sheet lets it scroll long before. */
const maxHeight = 30_000

/** A mail's HTML in a frame without scripts, as high as its content. */
export function HtmlBody({ html, text, title }: HtmlBodyProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(() => guessedHeight(text))
  const scheme = useScheme()

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const watcher = new ResizeObserver(() => measure())
    const measure = () => {
      const body = element.contentDocument?.body
      const root = element.contentDocument?.documentElement
      if (!body || !root) return
      // Wide content brings a scroll bar of its own, which takes room below.
      const bar = root.scrollWidth > root.clientWidth ? 18 : 0
      setHeight(Math.min(Math.ceil(body.getBoundingClientRect().height) + bar, maxHeight))
    }
    const watch = () => {
      watcher.disconnect()
      if (element.contentDocument?.body) watcher.observe(element.contentDocument.body)
      measure()
    }
    element.addEventListener('load', watch)
    watch()
    return () => {
      element.removeEventListener('load', watch)
      watcher.disconnect()
    }
  }, [])

  return (
    <iframe
      ref={frame}
      title={title}
      className={classes.frame}
      style={{ height }}
      // The same origin lets us measure it and show our images; without allow-scripts nothing in it can run.
      // docs/adr/0021-the-frame-of-a-mail.md
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={htmlDocument(html, scheme, title)}
    />
  )
}
