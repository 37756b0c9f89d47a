import type { UploadedAttachment } from '@gotrs/contract/attachments'
import type { ErrorCode } from '@gotrs/contract/errors'
import { codeOfStatus, FailureError } from '../errors/failure.ts'

const idleTimeoutMs = 60_000

type UploadOptions = { signal: AbortSignal; onProgress: (share: number) => void }

/** Sends one file; XMLHttpRequest because fetch reports no progress of an upload. @throws FailureError */
export function uploadFile(file: File, { signal, onProgress }: UploadOptions): Promise<UploadedAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const isOffline = () => reject(new FailureError({ code: 'offline' }))
    // A slow line is fine, a dead one is not: the clock starts again with every byte that leaves.
    let timer = setTimeout(() => request.abort(), idleTimeoutMs)
    request.upload.onprogress = event => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), idleTimeoutMs)
      onProgress(event.total > 0 ? event.loaded / event.total : 0)
    }
    request.onload = () =>
      request.status < 300 && isUploaded(request.response)
        ? resolve(request.response)
        : reject(refusalOf(request.status, request.response))
    request.onerror = isOffline
    request.onabort = isOffline
    request.onloadend = () => clearTimeout(timer)
    signal.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.append('file', file, file.name || 'pasted-image.png')
    request.open('POST', '/api/attachments')
    request.responseType = 'json'
    request.send(form)
  })
}

/** The error envelope of REST, or what the status alone says. */
function refusalOf(status: number, response: unknown): FailureError {
  const { code, params, requestId } = (response as { error?: Envelope } | null)?.error ?? {}
  return new FailureError({ code: code ?? codeOfStatus(status), params, requestId })
}

type Envelope = { code?: ErrorCode; params?: Record<string, unknown>; requestId?: string }

const isUploaded = (value: unknown): value is UploadedAttachment =>
  typeof value === 'object' && value !== null && 'id' in value && 'filename' in value
