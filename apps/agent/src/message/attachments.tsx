import type { Attachment } from '@gotrs/contract/attachments'
import { filesBelow, isPicture } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import { attachmentUrl, inlineUrl } from '@gotrs/web/files/attachment-url'
import { sizeText } from '@gotrs/web/files/size-text'
import { Thumbnail } from '@gotrs/web/files/thumbnail.tsx'
import { IconFile, IconFileTypePdf, IconPhoto } from '@tabler/icons-react'
import styles from './message.module.css'

/** The files of a message as chips: a picture opens beside the app, every other file is downloaded. */
export function Attachments({ message }: { message: Message }) {
  const files = filesBelow(message)
  if (files.length === 0) return null
  return (
    <ul className={styles.files} aria-label="Attachments">
      {files.map(file => (
        <li key={file.id}>
          <FileLink file={file} />
        </li>
      ))}
    </ul>
  )
}

function FileLink({ file }: { file: Attachment }) {
  const target = isPicture(file)
    ? { href: inlineUrl(file.id), target: '_blank', rel: 'noopener' }
    : { href: attachmentUrl(file.id), download: file.filename }
  return (
    <a {...target} className={styles.file}>
      <Thumbnail
        file={file}
        className={styles.preview}
        width={44}
        height={44}
        icon={<FileIcon contentType={file.contentType} />}
      />
      <span className={styles.filename}>{file.filename}</span>
      <span className={styles.size}>{sizeText(file.size)}</span>
    </a>
  )
}

function FileIcon({ contentType }: { contentType: string }) {
  if (contentType === 'application/pdf') return <IconFileTypePdf size={16} aria-hidden />
  return contentType.startsWith('image/') ? <IconPhoto size={16} aria-hidden /> : <IconFile size={16} aria-hidden />
}
