import type { Attachment } from '@gotrs/contract/attachments'
import { filesBelow, isPicture } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import { attachmentUrl, inlineUrl, pdfUrl, zipUrl } from '@gotrs/web/files/attachment-url'
import { sizeText } from '@gotrs/web/files/size-text'
import { Thumbnail } from '@gotrs/web/files/thumbnail.tsx'
import { IconFile, IconFileTypePdf, IconPhoto } from '@tabler/icons-react'
import { type MouseEvent, Suspense, useState } from 'react'
import { lazyPart } from '../shell/lazy-part.ts'
import styles from './attachments.module.css'
import { previewKind } from './preview/preview-kind.ts'

const FilePreview = lazyPart(() => import('./preview/file-preview.tsx'))

/** The files of a message as chips: what can be shown opens over the app, every other file is downloaded. */
export function Attachments({ message }: { message: Message }) {
  const [opened, setOpened] = useState<Attachment | null>(null)
  const files = filesBelow(message)
  if (files.length === 0) return null
  return (
    <>
      <ul className={styles.files} aria-label="Attachments">
        {files.map(file => (
          <li key={file.id}>
            <FileLink file={file} onOpen={() => setOpened(file)} />
          </li>
        ))}
        {files.length > 1 && (
          <li>
            <a href={zipUrl(message.id)} download className={styles.downloadAll}>
              Download all
            </a>
          </li>
        )}
      </ul>
      <Suspense>
        {opened && <FilePreview files={files.filter(previewKind)} first={opened} onClose={() => setOpened(null)} />}
      </Suspense>
    </>
  )
}

function FileLink({ file, onOpen }: { file: Attachment; onOpen: () => void }) {
  const kind = previewKind(file)
  // With a modifier the browser opens it in a tab or a window, as any link.
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen()
  }
  const target = kind
    ? { href: kind === 'pdf' ? pdfUrl(file.id) : inlineUrl(file.id), target: '_blank', rel: 'noopener', onClick: open }
    : { href: attachmentUrl(file.id), download: file.filename }
  return (
    <a {...target} className={styles.file} title={file.filename}>
      <Thumbnail file={file} className={styles.preview} width={44} height={44} icon={<FileIcon file={file} />} />
      <span className={styles.filename}>{file.filename}</span>
      <span className={styles.size}>{sizeText(file.size)}</span>
    </a>
  )
}

function FileIcon({ file }: { file: Attachment }) {
  const Icon = isPicture(file) ? IconPhoto : previewKind(file) === 'pdf' ? IconFileTypePdf : IconFile
  return <Icon size={16} aria-hidden />
}
