import { parentPort } from 'node:worker_threads'
import type { ThreadMessage } from '../kernel/threads.ts'
import { type CleanHtml, cleanHtmlNow } from './clean-now.ts'

// The other end of clean-html.ts: HTML in, sanitised HTML and its text out.
parentPort?.on('message', (html: string) => parentPort?.postMessage(answer(html)))
parentPort?.postMessage({ isReady: true } satisfies ThreadMessage<CleanHtml>)

function answer(html: string): ThreadMessage<CleanHtml> {
  try {
    return { answer: cleanHtmlNow(html) }
  } catch (error) {
    return { error: String(error) }
  }
}
