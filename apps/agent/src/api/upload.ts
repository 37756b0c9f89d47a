import type { UploadedAttachment } from '@gotrs/contract/attachments'

type UploadOptions = { onProgress: (share: number) => void; signal: AbortSignal }

const TIMEOUT_MS = 10 * 60_000

/** Sends one file. XMLHttpRequest, because fetch tells nothing about how far an upload has come. */
export function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<UploadedAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file, file.name || 'pasted-image.png')
    request.open('POST', '/api/attachments')
    request.timeout = TIMEOUT_MS
    request.responseType = 'json'
    request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onload = () => (request.status < 300 ? resolve(request.response) : reject(answerOf(request)))
    request.onerror = () => reject(new Error('unreachable'))
    request.ontimeout = () => reject(new Error('unreachable'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** The error envelope of REST, or what the status alone says. */
function answerOf(request: XMLHttpRequest): unknown {
  const answer: unknown = request.response
  if (typeof answer === 'object' && answer !== null && 'error' in answer) return answer
  return { error: { code: request.status === 413 ? 'too_large' : 'internal' } }
}

export const attachmentUrl = (id: string) => `/api/attachments/${id}`
export const inlineUrl = (id: string) => `/api/attachments/${id}?inline=1`
