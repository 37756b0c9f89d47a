import type { Uploads } from '@gotrs/web/files/use-uploads'
import { useEffect, useEffectEvent, useState } from 'react'

/** Sends at once, or as soon as the files are up: nobody has to come back for the button. A failed file stops it. */
export function useSendWhenUploaded<Options>({ uploads, isUploading }: Uploads, send: (options: Options) => void) {
  const failures = uploads.filter(upload => upload.error !== null).length
  const [waiting, setWaiting] = useState<{ options: Options; failures: number } | null>(null)
  const goOn = useEffectEvent(() => {
    if (waiting && failures <= waiting.failures) send(waiting.options)
    setWaiting(null)
  })
  useEffect(() => {
    if (waiting && !isUploading) goOn()
  }, [waiting, isUploading])
  return {
    isWaiting: waiting !== null,
    send: (options: Options) => (isUploading ? setWaiting({ options, failures }) : send(options)),
    cancel: () => setWaiting(null),
  }
}
