import type { UploadOptions, UploadSource } from './upload-source.ts'

/** A form with one file (RFC 7578), written while the file is read. */
export function multipart(file: UploadSource, { filename, contentType, onProgress }: UploadOptions) {
  const boundary = `gotrs-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`
  const type = contentType || (file instanceof Blob && file.type) || 'application/octet-stream'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${escaped(filename)}"\r\nContent-Type: ${type.replace(/[\r\n]/g, '')}\r\n\r\n`
  const totalBytes = sizeOf(file)
  async function* parts() {
    const encoder = new TextEncoder()
    yield encoder.encode(head)
    let sentBytes = 0
    for await (const piece of piecesOf(file)) {
      yield piece
      // The reader asks for the next piece, so this one was sent.
      sentBytes += piece.byteLength
      onProgress?.({ sentBytes, totalBytes })
    }
    yield encoder.encode(`\r\n--${boundary}--\r\n`)
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: streamOf(parts()) }
}

/** Like browsers: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const escaped = (filename: string) => filename.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')

export function sizeOf(file: UploadSource): number | null {
  if (file instanceof Blob) return file.size
  return file instanceof ReadableStream ? null : file.byteLength
}

const pieceBytes = 64 * 1024

async function* piecesOf(file: UploadSource): AsyncGenerator<Uint8Array> {
  if (file instanceof Uint8Array) return yield* split(file)
  const reader = (file instanceof Blob ? file.stream() : file).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield* split(read.value)
  } finally {
    // Stops reading the file when the upload ends early.
    await reader.cancel().catch(() => {})
  }
}

function* split(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
}
