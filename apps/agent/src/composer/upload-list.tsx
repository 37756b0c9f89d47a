import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { sizeText } from '@gotrs/web/files/size-text'
import type { Uploads } from '@gotrs/web/files/use-uploads'
import { ActionIcon, Progress } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import styles from './composer.module.css'

type UploadListProps = {
  files: UploadedAttachment[]
  uploads: Uploads
  onRemoveFile: (id: string) => void
}

/** The files that go with the message, and those still on their way. */
export default function UploadList({ files, uploads, onRemoveFile }: UploadListProps) {
  return (
    <>
      {files.length + uploads.uploads.length > 0 && (
        <ul className={styles.files} aria-label="Files to send">
          {files.map(file => (
            <li key={file.id} className={styles.file}>
              <IconPaperclip size={14} aria-hidden />
              <span className={styles.filename}>{file.filename}</span>
              <span className={styles.size}>{sizeText(file.size)}</span>
              <Remove name={file.filename} onClick={() => onRemoveFile(file.id)} />
            </li>
          ))}
          {uploads.uploads.map(upload => (
            <li key={upload.key} className={styles.file} data-failed={upload.error !== null || undefined}>
              <span className={styles.filename}>{upload.filename}</span>
              {upload.error ? (
                <span role="alert">{upload.error}</span>
              ) : (
                <Progress value={upload.share * 100} w={80} size="sm" aria-label={`Uploading ${upload.filename}`} />
              )}
              <Remove name={upload.filename} onClick={() => uploads.remove(upload.key)} />
            </li>
          ))}
        </ul>
      )}
      <div role="alert">
        {uploads.refusals.map(text => (
          <p key={text} className={styles.refusal}>
            {text}
          </p>
        ))}
      </div>
    </>
  )
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={onClick}>
      <IconX size={14} />
    </ActionIcon>
  )
}
