import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { ActionIcon, Progress } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { fileSize } from '../message/file-size.ts'
import styles from './composer.module.css'
import type { Upload } from './use-uploads.ts'

type UploadListProps = {
  files: UploadedAttachment[]
  uploads: Upload[]
  onRemoveFile: (id: string) => void
  onRemoveUpload: (key: number) => void
}

/** The files that go with the message, and those still on their way. */
export function UploadList({ files, uploads, onRemoveFile, onRemoveUpload }: UploadListProps) {
  if (files.length + uploads.length === 0) return null
  return (
    <ul className={styles.files} aria-label="Files to send">
      {files.map(file => (
        <li key={file.id} className={styles.file}>
          <IconPaperclip size={14} aria-hidden />
          <span className={styles.filename}>{file.filename}</span>
          <span className={styles.size}>{fileSize(file.size)}</span>
          <Remove name={file.filename} onClick={() => onRemoveFile(file.id)} />
        </li>
      ))}
      {uploads.map(upload => (
        <li key={upload.key} className={styles.file} data-failed={upload.error !== null || undefined}>
          <span className={styles.filename}>{upload.filename}</span>
          {upload.error ? (
            <span role="alert">{upload.error}</span>
          ) : (
            <Progress value={upload.share * 100} w={80} size="sm" aria-label={`Uploading ${upload.filename}`} />
          )}
          <Remove name={upload.filename} onClick={() => onRemoveUpload(upload.key)} />
        </li>
      ))}
    </ul>
  )
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={onClick}>
      <IconX size={14} />
    </ActionIcon>
  )
}
