import type { Attachment } from '@gotrs/contract/attachments'
import { inlineUrl } from '@gotrs/web/files/attachment-url'
import { useState } from 'react'
import styles from './file-preview.module.css'

/** A picture, as large as the window allows; a click shows it in its own size. */
export function PicturePreview({ file }: { file: Attachment }) {
  const [isWhole, setWhole] = useState(true)
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <p className={styles.notice}>This picture can’t be shown. Download the file to look at it.</p>
  return (
    <button
      type="button"
      className={styles.zoom}
      data-whole={isWhole || undefined}
      aria-label={isWhole ? 'Show in its own size' : 'Fit to the window'}
      onClick={() => setWhole(!isWhole)}
    >
      <img src={inlineUrl(file.id)} alt={file.filename} onError={() => setBroken(true)} />
    </button>
  )
}
