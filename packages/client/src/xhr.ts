import { GotrsError } from './errors.ts'
import type { UploadOptions } from './upload-source.ts'

/** The used part of XMLHttpRequest, because `fetch` of a browser does not report the progress of an upload. */
type Xhr = {
  upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null }
  status: number
  responseText: string
  timeout: number
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getResponseHeader(name: string): string | null
  send(body: FormData): void
  abort(): void
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
}

const constructorOfXhr = () => (globalThis as { XMLHttpRequest?: new () => Xhr }).XMLHttpRequest
export const hasXhr = () => constructorOfXhr() !== undefined

export function sendByXhr(url: URL, headers: Record<string, string>, form: FormData, options: UploadOptions) {
  const Request = constructorOfXhr()
  if (!Request) throw new GotrsError('unreachable')
  const { signal, onProgress } = options
  const xhr = new Request()
  const stop = () => xhr.abort()
  return new Promise<{ status: number; headers: Headers; body: unknown }>((resolve, reject) => {
    xhr.open('POST', url.href)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    if (onProgress) xhr.upload.onprogress = ({ loaded, total }) => onProgress({ sentBytes: loaded, totalBytes: total })
    xhr.onload = () => resolve({ status: xhr.status, headers: headersOf(xhr), body: parsed(xhr.responseText) })
    xhr.onerror = () => reject(new GotrsError('unreachable'))
    xhr.onabort = () => reject(new GotrsError('aborted'))
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) return reject(new GotrsError('aborted'))
    xhr.send(form)
  }).finally(() => signal?.removeEventListener('abort', stop))
}

function headersOf(xhr: Xhr): Headers {
  const headers = new Headers()
  for (const name of ['retry-after', 'x-request-id']) {
    const value = xhr.getResponseHeader(name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
