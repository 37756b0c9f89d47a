import { hasThumbnail } from '@gotrs/contract/files-below'
import { type ReactNode, useState } from 'react'
import { thumbnailUrl } from './attachment-url.ts'

type ThumbnailProps = {
  file: { id: string; contentType: string; filename: string }
  className: string | undefined
  width: number
  height: number
  /** What is shown for a file of which there is no small picture. */
  icon: ReactNode
}

/** The small picture of a file. Its name is beside it, so it needs no text of its own. */
export function Thumbnail({ file, className, width, height, icon }: ThumbnailProps) {
  const [isMissing, setMissing] = useState(false)
  if (!hasThumbnail(file) || isMissing) return icon
  return (
    <img
      src={thumbnailUrl(file.id)}
      alt=""
      loading="lazy"
      width={width}
      height={height}
      className={className}
      onError={() => setMissing(true)}
    />
  )
}
