import type { Attachment } from '@gotrs/contract/attachments'
import { isPicture } from '@gotrs/contract/files-below'
import { attachmentUrl, inlineUrl } from '@gotrs/web/files/attachment-url'
import { sizeText } from '@gotrs/web/files/size-text'
import { IconDownload } from '@tabler/icons-react'
import classes from './attachments.module.css'

const previewMaxBytes = 10 * 1024 * 1024

/** The files of a message: pictures to look at, and everything to download. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null
  return (
    <ul className={classes.list} aria-label="Files">
      {files.map(file => (
        <li key={file.id}>{isPreviewed(file) ? <Picture file={file} /> : <Chip file={file} />}</li>
      ))}
    </ul>
  )
}

const isPreviewed = (file: Attachment) => isPicture(file) && file.size <= previewMaxBytes

const Picture = ({ file }: { file: Attachment }) => (
  <a
    className={classes.picture}
    href={inlineUrl(file.id)}
    target="_blank"
    rel="noopener"
    title={`${file.filename}, ${sizeText(file.size)}`}
  >
    <img src={inlineUrl(file.id)} alt={file.filename} loading="lazy" width={136} height={96} />
  </a>
)

const Chip = ({ file }: { file: Attachment }) => (
  <a className={classes.chip} href={attachmentUrl(file.id)} download={file.filename}>
    <IconDownload size={18} aria-hidden="true" />
    <span className={classes.name}>{file.filename}</span>
    <span className={classes.size}>{sizeText(file.size)}</span>
  </a>
)
