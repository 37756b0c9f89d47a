export type UploadSource = Blob | Uint8Array | ReadableStream<Uint8Array>

export type UploadOptions = {
  filename: string
  /** What the server finds in the bytes counts for more. */
  contentType?: string | undefined
  /** `totalBytes` is null for a stream. */
  onProgress?(progress: { sentBytes: number; totalBytes: number | null }): void
  signal?: AbortSignal | undefined
  /** For all attempts together: ten minutes if not given. */
  timeoutMs?: number | undefined
}
