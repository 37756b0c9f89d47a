import type { Attachment } from '@gotrs/contract/attachments'
import { IconFile, IconFileTypePdf, IconPhoto } from '@tabler/icons-react'
import { attachmentUrl, inlineUrl } from '../api/upload.ts'
import { fileSize } from './file-size.ts'
import styles from './message.module.css'

const previewed = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** The files of a message as chips; pictures that are not in the text already are shown too. */
export function Attachments({ attachments }: { attachments: Attachment[] }) {
  const files = attachments.filter(attachment => !attachment.isInline)
  if (files.length === 0) return null
  return (
    <ul className={styles.files} aria-label="Attachments">
      {files.map(file => (
        <li key={file.id}>
          <a href={attachmentUrl(file.id)} download={file.filename} className={styles.file}>
            {previewed.has(file.contentType) ? (
              <img src={inlineUrl(file.id)} alt="" loading="lazy" className={styles.preview} />
            ) : (
              <FileIcon contentType={file.contentType} />
            )}
            <span className={styles.filename}>{file.filename}</span>
            <span className={styles.size}>{fileSize(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function FileIcon({ contentType }: { contentType: string }) {
  if (contentType === 'application/pdf') return <IconFileTypePdf size={16} aria-hidden />
  return contentType.startsWith('image/') ? <IconPhoto size={16} aria-hidden /> : <IconFile size={16} aria-hidden />
}
