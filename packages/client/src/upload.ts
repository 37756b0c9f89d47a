import type { UploadedAttachment } from './api.ts'
import { GotrsError } from './errors.ts'
import { authorization, errorOfAnswer, type Line, reach, readJson } from './line.ts'
import { multipart, sizeOf } from './multipart.ts'
import { isTransient, withRetries } from './retry.ts'
import type { UploadOptions, UploadSource } from './upload-source.ts'
import { hasXhr, sendByXhr } from './xhr.ts'

export type Upload = (file: UploadSource, options: UploadOptions) => Promise<UploadedAttachment>

/** `maxBytes` asks the server how large a file may be. */
export function uploader(line: Line, retries: number, maxBytes: () => Promise<number>): Upload {
  return (file, options) =>
    withRetries(signal => sendOrTellWhy(line, file, { ...options, signal }, maxBytes), {
      // A stream is there once. A file that arrives twice is one too many that nobody sees: it expires.
      retries: file instanceof ReadableStream ? 0 : retries,
      timeoutMs: options.timeoutMs ?? 600_000,
      signal: options.signal,
      isWorthIt: isTransient,
    })
}

/** A server that takes no more may hang up before its answer is read: then it only looks as if the line had broken. */
async function sendOrTellWhy(line: Line, file: UploadSource, options: UploadOptions, maxBytes: () => Promise<number>) {
  let size = sizeOf(file) ?? 0
  const onProgress: UploadOptions['onProgress'] = progress => {
    size = Math.max(size, progress.sentBytes)
    options.onProgress?.(progress)
  }
  try {
    return await send(line, file, { ...options, onProgress })
  } catch (error) {
    if (!(error instanceof GotrsError) || error.code !== 'unreachable') throw error
    const limit = await maxBytes().catch(() => Number.POSITIVE_INFINITY)
    throw size > limit ? new GotrsError('too_large', { params: { maxBytes: limit }, cause: error }) : error
  }
}

async function send(line: Line, file: UploadSource, options: UploadOptions): Promise<UploadedAttachment> {
  const url = new URL('/api/attachments', line.url)
  const headers = await authorization(line)
  const {
    status,
    headers: answered,
    body,
  } = isBrowser()
    ? await sendForm(line, url, headers, file, options)
    : await sendStreamed(line, url, headers, file, options)
  if (status === 201) return body as UploadedAttachment
  throw errorOfAnswer({ status, headers: answered }, body)
}

type Answer = { status: number; headers: Headers; body: unknown }

/** Piece by piece, from a file of any size. */
async function sendStreamed(
  line: Line,
  url: URL,
  headers: Record<string, string>,
  file: UploadSource,
  options: UploadOptions,
) {
  const { contentType, body } = multipart(file, options)
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': contentType }, body, signal: options.signal }
  return answerOf(await reach(line, url, { ...init, duplex: 'half' } as RequestInit), options)
}

/** Browsers stream over HTTP/2 alone; but a form with a file is read from the disk by the browser itself. */
async function sendForm(
  line: Line,
  url: URL,
  headers: Record<string, string>,
  file: UploadSource,
  options: UploadOptions,
) {
  const form = new FormData()
  form.set('file', await blobOf(file, options), options.filename)
  if (hasXhr() && !line.isOwnFetch) return sendByXhr(url, headers, form, options)
  return answerOf(
    await reach(line, url, { method: 'POST', headers, body: form, signal: options.signal ?? null }),
    options,
  )
}

async function answerOf(response: Response, { signal }: UploadOptions): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await readJson(response, signal) }
}

const isBrowser = () => 'window' in globalThis || 'WorkerGlobalScope' in globalThis

async function blobOf(file: UploadSource, { contentType }: UploadOptions): Promise<Blob> {
  const type = contentType === undefined ? {} : { type: contentType }
  if (file instanceof Blob) return contentType === undefined ? file : file.slice(0, file.size, contentType)
  if (file instanceof ReadableStream) return new Blob([await new Response(file).blob()], type)
  return new Blob([file as Uint8Array<ArrayBuffer>], type)
}

/** The bytes of a file, as they come. @throws GotrsError */
export function downloader(line: Line, retries: number) {
  return (
    attachmentId: string,
    { signal, timeoutMs = 60_000 }: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined } = {},
  ) =>
    withRetries(
      async () => {
        const url = new URL(`/api/attachments/${encodeURIComponent(attachmentId)}`, line.url)
        const response = await reach(line, url, { headers: await authorization(line), signal: signal ?? null })
        if (response.status === 200) return response
        throw errorOfAnswer(response, await readJson(response, signal))
      },
      { retries, timeoutMs, signal, isWorthIt: isTransient },
    )
}
