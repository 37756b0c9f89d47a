import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { limitsText } from '@gotrs/web/files/admit-files'
import { sizeText } from '@gotrs/web/files/size-text'
import { Thumbnail } from '@gotrs/web/files/thumbnail.tsx'
import type { Upload, Uploads } from '@gotrs/web/files/use-uploads'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { Button } from '../controls/button.tsx'
import { useDesk } from '../frame/desk.ts'
import classes from './file-picker.module.css'

/** The button that attaches files. */
export function AttachButton({ uploads }: { uploads: Uploads }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button onClick={() => input.current?.click()}>
        <IconPaperclip size={18} aria-hidden="true" />
        Attach files
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={event => {
          uploads.add([...(event.currentTarget.files ?? [])])
          // The same file can be chosen again after it was removed.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

type FileListProps = {
  attached: readonly UploadedAttachment[]
  uploads: Uploads
  onRemove: (id: string) => void
}

/** The files of a message being written: attached ones, those on their way, and the limits in words. */
export function FileList({ attached, uploads, onRemove }: FileListProps) {
  const maxBytes = useDesk()?.maxAttachmentBytes
  const isEmpty = attached.length === 0 && uploads.uploads.length === 0
  return (
    <div>
      {isEmpty ? null : (
        <ul className={classes.list} aria-label="Attached files">
          {attached.map(file => (
            <li key={file.id} className={classes.file}>
              <Thumbnail file={file} className={classes.thumbnail} width={44} height={33} icon={null} />
              <span className={classes.name}>{file.filename}</span>
              <span className={classes.size}>{sizeText(file.size)}</span>
              <Remove name={file.filename} onClick={() => onRemove(file.id)} />
            </li>
          ))}
          {uploads.uploads.map(one => (
            <OnItsWay key={one.key} one={one} onRemove={() => uploads.remove(one.key)} />
          ))}
        </ul>
      )}
      <p className={classes.limits}>{limitsText(maxBytes)} You can also drop files here.</p>
      <div role="alert">
        {uploads.refusals.map(text => (
          <p key={text} className={classes.problem}>
            {text}
          </p>
        ))}
      </div>
    </div>
  )
}

function OnItsWay({ one, onRemove }: { one: Upload; onRemove: () => void }) {
  return (
    <li className={classes.file}>
      <span className={classes.name}>{one.filename}</span>
      {one.error === null ? (
        <progress className={classes.progress} value={one.share} aria-label={`Sending ${one.filename}`} />
      ) : (
        <span className={classes.problem} role="alert">
          {one.error}
        </span>
      )}
      <Remove name={one.filename} onClick={onRemove} />
    </li>
  )
}

const Remove = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <button type="button" className={classes.remove} aria-label={`Remove ${name}`} title="Remove" onClick={onClick}>
    <IconX size={18} aria-hidden="true" />
  </button>
)
