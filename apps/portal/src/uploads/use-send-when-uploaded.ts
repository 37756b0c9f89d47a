import type { Uploads } from '@gotrs/web/files/use-uploads'
import { useEffect, useEffectEvent, useState } from 'react'

/** Sends at once, or as soon as the files are up: nobody has to come back for the button. A failed file stops it. */
export function useSendWhenUploaded<Options>(given: Uploads, send: (options: Options) => void) {
  const { uploads, isUploading } = given
  const failures = uploads.filter(upload => upload.error !== null).length
  const [waiting, setWaiting] = useState<{ options: Options; failures: number } | null>(null)
  const goOn = useEffectEvent(() => {
    if (waiting && failures <= waiting.failures) send(waiting.options)
    setWaiting(null)
  })
  useEffect(() => {
    if (waiting && !isUploading) goOn()
  }, [waiting, isUploading])
  /** Who removes the last file that the send waits for has not decided to send without it. */
  const remove = (key: number) => {
    if (uploads.every(upload => upload.error !== null || upload.key === key)) setWaiting(null)
    given.remove(key)
  }
  return {
    uploads: { ...given, remove },
    isWaiting: waiting !== null,
    send: (options: Options) => (isUploading ? setWaiting({ options, failures }) : send(options)),
    cancel: () => setWaiting(null),
  }
}
