import type { Attachment } from '@gotrs/contract/attachments'
import { isPicture } from '@gotrs/contract/files-below'
import { attachmentUrl, inlineUrl } from '@gotrs/web/files/attachment-url'
import { sizeText } from '@gotrs/web/files/size-text'
import { Thumbnail } from '@gotrs/web/files/thumbnail.tsx'
import { IconDownload, IconPhoto } from '@tabler/icons-react'
import classes from './attachments.module.css'

/** The files of a message: a picture opens in a tab of its own, every other file is downloaded. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null
  const pictures = files.filter(isPicture)
  const others = files.filter(file => !isPicture(file))
  return (
    <ul className={classes.list} aria-label="Files">
      {pictures.map(file => (
        <li key={file.id}>
          <Picture file={file} />
        </li>
      ))}
      {others.map(file => (
        <li key={file.id}>
          <Chip file={file} />
        </li>
      ))}
    </ul>
  )
}

const Picture = ({ file }: { file: Attachment }) => (
  <a className={classes.picture} href={inlineUrl(file.id)} target="_blank" rel="noopener" title={file.filename}>
    <Thumbnail
      file={file}
      className={undefined}
      width={120}
      height={90}
      icon={
        <span className={classes.missing}>
          <IconPhoto size={24} aria-hidden="true" />
        </span>
      }
    />
    <span className={classes.name}>{file.filename}</span>
    <span className={classes.size}>{sizeText(file.size)}</span>
  </a>
)

const Chip = ({ file }: { file: Attachment }) => (
  <a className={classes.chip} href={attachmentUrl(file.id)} download={file.filename}>
    <IconDownload size={18} aria-hidden="true" />
    <span className={classes.name}>{file.filename}</span>
    <span className={classes.size}>{sizeText(file.size)}</span>
  </a>
)
