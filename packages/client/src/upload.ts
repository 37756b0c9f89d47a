import { authorization, type Connection, errorOfResponse, readJson, request } from './connection.ts'
import type { UploadedAttachment } from './contract.ts'
import { GotrsError } from './errors.ts'
import { multipart, sizeOf } from './multipart.ts'
import { isTransient, type RetryLimits, withRetries } from './retry.ts'
import type { UploadOptions, UploadSource } from './upload-source.ts'
import { hasXhr, sendByXhr } from './xhr.ts'

export type Upload = (file: UploadSource, options: UploadOptions) => Promise<UploadedAttachment>

export type Download = (
  attachmentId: string,
  options?: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
) => Promise<Response>

/** `maxBytes` reads from the server how large a file may be. */
export function uploader(connection: Connection, limits: RetryLimits, maxBytes: () => Promise<number>): Upload {
  return (file, options) =>
    withRetries(signal => sendOrExplain(connection, file, { ...options, signal }, maxBytes), {
      // A stream can be read once. A file that arrives twice does no harm: a file that no message takes expires.
      retries: file instanceof ReadableStream ? 0 : limits.retries,
      maxWaitMs: limits.maxWaitMs,
      timeoutMs: options.timeoutMs ?? 600_000,
      signal: options.signal,
      isRetryable: isTransient,
    })
}

/** A server that rejects a large file may close the connection before its response arrives: this finds out. */
async function sendOrExplain(
  connection: Connection,
  file: UploadSource,
  options: UploadOptions,
  maxBytes: () => Promise<number>,
) {
  let size = sizeOf(file) ?? 0
  const onProgress: UploadOptions['onProgress'] = progress => {
    size = Math.max(size, progress.sentBytes)
    options.onProgress?.(progress)
  }
  try {
    return await send(connection, file, { ...options, onProgress })
  } catch (error) {
    if (!(error instanceof GotrsError) || error.code !== 'unreachable') throw error
    const limit = await maxBytes().catch(() => Number.POSITIVE_INFINITY)
    throw size > limit ? new GotrsError('too_large', { params: { maxBytes: limit }, cause: error }) : error
  }
}

async function send(connection: Connection, file: UploadSource, options: UploadOptions): Promise<UploadedAttachment> {
  const url = new URL('/api/attachments', connection.url)
  const headers = await authorization(connection)
  const {
    status,
    headers: responseHeaders,
    body,
  } = isBrowser()
    ? await sendForm(connection, url, headers, file, options)
    : await sendStreamed(connection, url, headers, file, options)
  if (status === 201) return body as UploadedAttachment
  throw errorOfResponse({ status, headers: responseHeaders }, body)
}

type Result = { status: number; headers: Headers; body: unknown }

/** Sends the bytes while it reads them, so that a file may have any size. */
async function sendStreamed(
  connection: Connection,
  url: URL,
  headers: Record<string, string>,
  file: UploadSource,
  options: UploadOptions,
) {
  const { contentType, body } = multipart(file, options)
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': contentType }, body, signal: options.signal }
  return resultOf(await request(connection, url, { ...init, duplex: 'half' } as RequestInit), options)
}

/** Browsers stream a body over HTTP/2 only, but they read the file of a form from the disk by themselves. */
async function sendForm(
  connection: Connection,
  url: URL,
  headers: Record<string, string>,
  file: UploadSource,
  options: UploadOptions,
) {
  const form = new FormData()
  form.set('file', await blobOf(file, options), options.filename)
  if (hasXhr() && !connection.isOwnFetch) return sendByXhr(url, headers, form, options)
  return resultOf(
    await request(connection, url, { method: 'POST', headers, body: form, signal: options.signal ?? null }),
    options,
  )
}

async function resultOf(response: Response, { signal }: UploadOptions): Promise<Result> {
  return { status: response.status, headers: response.headers, body: await readJson(response, signal) }
}

const isBrowser = () => 'window' in globalThis || 'WorkerGlobalScope' in globalThis

async function blobOf(file: UploadSource, { contentType }: UploadOptions): Promise<Blob> {
  const type = contentType === undefined ? {} : { type: contentType }
  if (file instanceof Blob) return contentType === undefined ? file : file.slice(0, file.size, contentType)
  if (file instanceof ReadableStream) return new Blob([await new Response(file).blob()], type)
  return new Blob([file as Uint8Array<ArrayBuffer>], type)
}

/** The limits end when the response begins, not while its body is read. @throws GotrsError */
export function downloader(connection: Connection, limits: RetryLimits): Download {
  return (attachmentId, { signal, timeoutMs = limits.timeoutMs } = {}) =>
    withRetries(
      async () => {
        const url = new URL(`/api/attachments/${encodeURIComponent(attachmentId)}`, connection.url)
        const response = await request(connection, url, {
          headers: await authorization(connection),
          signal: signal ?? null,
        })
        if (response.status === 200) return response
        throw errorOfResponse(response, await readJson(response, signal))
      },
      { ...limits, timeoutMs, signal, isRetryable: isTransient },
    )
}
