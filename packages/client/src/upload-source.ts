export type UploadSource = Blob | Uint8Array | ReadableStream<Uint8Array>

export type UploadOptions = {
  filename: string
  /** The server checks the bytes, and corrects it. */
  contentType?: string | undefined
  /** `totalBytes` is null for a stream. */
  onProgress?(progress: { sentBytes: number; totalBytes: number | null }): void
  signal?: AbortSignal | undefined
  /** For the whole upload with its retries: ten minutes if not given. */
  timeoutMs?: number | undefined
}
