import type { UploadedAttachment } from '@gotrs/contract/attachments'
import type { ErrorCode } from '@gotrs/contract/errors'
import { codeOfStatus, FailureError } from '../api/error-code.ts'

const idleTimeoutMs = 60_000

/** Sends one file; XMLHttpRequest because fetch tells no progress. @throws FailureError */
export function upload(
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<UploadedAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = (code: FailureError['code'], params = {}) => reject(new FailureError({ code, params }))
    // A slow line is fine, a dead one is not: the clock starts again with every byte that leaves.
    let timer = setTimeout(() => request.abort(), idleTimeoutMs)
    request.upload.onprogress = event => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), idleTimeoutMs)
      onProgress(event.total > 0 ? event.loaded / event.total : 0)
    }
    request.onload = () => {
      const { status, response } = request
      if (status >= 200 && status < 300 && isUploaded(response)) resolve(response)
      else fail(response?.error?.code ?? (codeOfStatus(status) as ErrorCode), response?.error?.params)
    }
    request.onerror = () => fail('offline')
    request.onabort = () => fail('offline')
    request.onloadend = () => clearTimeout(timer)
    signal.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.append('file', file)
    request.open('POST', '/api/attachments')
    request.responseType = 'json'
    request.send(form)
  })
}

const isUploaded = (value: unknown): value is UploadedAttachment =>
  typeof value === 'object' && value !== null && 'id' in value && 'filename' in value
