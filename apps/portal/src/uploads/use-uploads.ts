import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { useEffect, useRef, useState } from 'react'
import { errorText } from '../api/error-texts.ts'
import { useDesk } from '../frame/desk.ts'
import { admit } from './limits.ts'
import { upload } from './upload.ts'

/** A file on its way: `share` of it has left; `problem` says why it didn't. */
export type Sending = { key: number; name: string; share: number; problem: string | null }

type Files = {
  attached: readonly UploadedAttachment[]
  onAttached: (file: UploadedAttachment) => void
}

/** Sends chosen files one after the other, so that a slow line finishes one before it starts the next. */
export function useUploads({ attached, onAttached }: Files) {
  const maxBytes = useDesk()?.maxAttachmentBytes
  const [sending, setSending] = useState<Sending[]>([])
  const [refusals, setRefusals] = useState<string[]>([])
  const aborts = useRef(new Map<number, AbortController>())
  const line = useRef(Promise.resolve())
  const nextKey = useRef(1)

  useEffect(
    () => () => {
      for (const abort of aborts.current.values()) abort.abort()
    },
    [],
  )

  const remove = (key: number) => {
    aborts.current.get(key)?.abort()
    aborts.current.delete(key)
    setSending(now => now.filter(one => one.key !== key))
  }

  const send = async (key: number, file: File, abort: AbortController) => {
    if (abort.signal.aborted) return
    const update = (part: Partial<Sending>) =>
      setSending(now => now.map(one => (one.key === key ? { ...one, ...part } : one)))
    try {
      onAttached(await upload(file, abort.signal, share => update({ share })))
      remove(key)
    } catch (error) {
      if (!abort.signal.aborted) update({ problem: errorText(error) })
    }
  }

  const add = (chosen: readonly File[]) => {
    const { accepted, refusals: refused } = admit(chosen, attached.length + sending.length, maxBytes)
    setRefusals(refused)
    for (const file of accepted) {
      const key = nextKey.current++
      const abort = new AbortController()
      aborts.current.set(key, abort)
      setSending(now => [...now, { key, name: file.name, share: 0, problem: null }])
      line.current = line.current.then(() => send(key, file, abort))
    }
  }

  return { sending, refusals, add, remove, isSending: sending.some(one => one.problem === null) }
}

export type Uploads = ReturnType<typeof useUploads>
