import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { useEffect, useRef, useState } from 'react'
import { admit, unnamed } from './admit-files.ts'
import { uploadFile } from './upload-file.ts'

/** A file that is being sent: `share` of it has left; `error` says why it did not arrive. */
export type Upload = { key: number; filename: string; share: number; error: string | null }

type Options = {
  /** How many files the message has already. */
  count: number
  maxBytes: number | undefined
  errorText: (error: unknown) => string
  onDone: (file: UploadedAttachment) => void
  /** What is sent of a chosen file; by default the file. */
  prepare?: (file: File) => Promise<File>
}

/** Sends chosen files one after the other, so that a slow line finishes one before it starts the next. */
export function useUploads({ count, maxBytes, errorText, onDone, prepare = asItIs }: Options) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const [refusals, setRefusals] = useState<string[]>([])
  const running = useRef(new Map<number, AbortController>())
  const line = useRef(Promise.resolve())
  const nextKey = useRef(1)

  useEffect(() => {
    const controllers = running.current
    return () => {
      for (const controller of controllers.values()) controller.abort()
    }
  }, [])

  const isUploading = uploads.some(upload => upload.error === null)
  useEffect(() => {
    if (!isUploading) return
    addEventListener('beforeunload', askToStay)
    return () => removeEventListener('beforeunload', askToStay)
  }, [isUploading])

  const remove = (key: number) => {
    running.current.get(key)?.abort()
    running.current.delete(key)
    setUploads(now => now.filter(upload => upload.key !== key))
  }

  const send = async (key: number, file: File, { signal }: AbortController) => {
    if (signal.aborted) return
    const update = (part: Partial<Upload>) =>
      setUploads(now => now.map(upload => (upload.key === key ? { ...upload, ...part } : upload)))
    try {
      const sent = await prepare(file)
      if (signal.aborted) return
      onDone(await uploadFile(sent, { signal, onProgress: share => update({ share }) }))
      remove(key)
    } catch (error) {
      if (!signal.aborted) update({ error: errorText(error) })
    }
  }

  const add = (chosen: Iterable<File>) => {
    const { accepted, refusals: refused } = admit([...chosen], count + uploads.length, maxBytes)
    setRefusals(refused)
    for (const file of accepted) {
      const key = nextKey.current++
      const controller = new AbortController()
      running.current.set(key, controller)
      setUploads(now => [...now, { key, filename: file.name || unnamed, share: 0, error: null }])
      line.current = line.current.then(() => send(key, file, controller))
    }
  }

  return { uploads, refusals, add, remove, isUploading }
}

/** Who leaves the page loses the files that are on their way: the browser asks first. */
const askToStay = (event: BeforeUnloadEvent) => event.preventDefault()

const asItIs = (file: File) => Promise.resolve(file)

export type Uploads = ReturnType<typeof useUploads>
