import { attachmentLimits, type UploadedAttachment } from '@gotrs/contract/attachments'
import { useEffect, useRef, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { uploadFile } from '../api/upload.ts'

/** A file on its way to the desk, or one that did not get there. */
export type Upload = { key: number; filename: string; share: number; error: string | null }

type Options = { count: number; maxBytes: number; onDone: (file: UploadedAttachment) => void }

/** Uploads files at once, each with its progress; what failed says why and can be taken away. */
export function useUploads({ count, maxBytes, onDone }: Options) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const running = useRef(new Map<number, AbortController>())
  const lastKey = useRef(0)

  const update = (key: number, patch: Partial<Upload>) =>
    setUploads(shown => shown.map(upload => (upload.key === key ? { ...upload, ...patch } : upload)))
  const remove = (key: number) => {
    running.current.get(key)?.abort()
    running.current.delete(key)
    setUploads(shown => shown.filter(upload => upload.key !== key))
  }
  const send = async (key: number, file: File) => {
    const controller = new AbortController()
    running.current.set(key, controller)
    try {
      const done = await uploadFile(file, { signal: controller.signal, onProgress: share => update(key, { share }) })
      onDone(done)
      remove(key)
    } catch (error) {
      update(key, { error: errorText(error) })
    }
  }
  const add = (files: Iterable<File>) => {
    const room = attachmentLimits.maxPerMessage - count - uploads.length
    for (const [index, file] of [...files].entries()) {
      lastKey.current += 1
      const key = lastKey.current
      const error = refusal(file, index < room, maxBytes)
      setUploads(shown => [...shown, { key, filename: file.name || 'pasted image', share: 0, error }])
      if (!error) void send(key, file)
    }
  }
  useEffect(() => {
    const controllers = running.current
    return () => {
      for (const controller of controllers.values()) controller.abort()
    }
  }, [])

  return { uploads, add, remove, isUploading: uploads.some(upload => upload.error === null) }
}

function refusal(file: File, hasRoom: boolean, maxBytes: number): string | null {
  if (!hasRoom) return `At most ${attachmentLimits.maxPerMessage} files fit into one message.`
  if (file.size > maxBytes)
    return `It is larger than ${Math.floor(maxBytes / 1_048_576)} MB. Send a smaller file or a link.`
  return null
}
