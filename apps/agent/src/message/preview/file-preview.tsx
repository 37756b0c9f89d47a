import type { Attachment } from '@gotrs/contract/attachments'
import { attachmentUrl, inlineUrl, pdfUrl } from '@gotrs/web/files/attachment-url'
import { sizeText } from '@gotrs/web/files/size-text'
import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconExternalLink } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import styles from './file-preview.module.css'
import { PicturePreview } from './picture-preview.tsx'
import { previewKind } from './preview-kind.ts'
import { TextPreview } from './text-preview.tsx'

type FilePreviewProps = { files: Attachment[]; first: Attachment; onClose: () => void }

/** One file of a message over the whole window; the arrows go to the others. */
export default function FilePreview({ files, first, onClose }: FilePreviewProps) {
  const [at, setAt] = useState(files.indexOf(first))
  const [opener] = useState(() => document.activeElement)
  // A dialog returns the focus only if it was there before it opened; this one loads when it opens.
  useEffect(() => () => focusAgain(opener), [opener])
  const file = files[at] ?? first
  const hasSeveral = files.length > 1
  const go = (step: number) => setAt(now => (now + step + files.length) % files.length)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined || !hasSeveral) return
    event.preventDefault()
    go(step)
  }
  return (
    <Modal.Root opened onClose={onClose} fullScreen onKeyDown={onKeyDown}>
      <Modal.Overlay />
      <Modal.Content className={styles.content}>
        <Modal.Header className={styles.header}>
          <Modal.Title className={styles.title}>
            {file.filename} <span className={styles.facts}>{factsOf(file, at, files.length)}</span>
          </Modal.Title>
          {hasSeveral && (
            <>
              <ActionIcon aria-label="Previous file" title="Previous file ←" onClick={() => go(-1)}>
                <IconChevronLeft size={18} />
              </ActionIcon>
              <ActionIcon aria-label="Next file" title="Next file →" onClick={() => go(1)}>
                <IconChevronRight size={18} />
              </ActionIcon>
            </>
          )}
          <ActionIcon
            {...{ component: 'a', href: viewUrl(file), target: '_blank', rel: 'noopener' }}
            aria-label="Open in a new tab"
            title="Open in a new tab"
          >
            <IconExternalLink size={18} />
          </ActionIcon>
          <ActionIcon
            {...{ component: 'a', href: attachmentUrl(file.id), download: file.filename }}
            aria-label="Download"
            title="Download"
          >
            <IconDownload size={18} />
          </ActionIcon>
          <Modal.CloseButton aria-label="Close preview" title="Close Esc" />
        </Modal.Header>
        <Modal.Body className={styles.body} key={file.id}>
          <Shown file={file} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function focusAgain(element: Element | null) {
  if (element instanceof HTMLElement) element.focus()
}

const viewUrl = (file: Attachment) => (previewKind(file) === 'pdf' ? pdfUrl(file.id) : inlineUrl(file.id))

const factsOf = ({ size }: Attachment, at: number, count: number) =>
  count > 1 ? `${sizeText(size)} · ${at + 1} of ${count}` : sizeText(size)

function Shown({ file }: { file: Attachment }) {
  const kind = previewKind(file)
  if (kind === 'picture') return <PicturePreview file={file} />
  if (kind === 'text') return <TextPreview file={file} />
  return <iframe src={pdfUrl(file.id)} title={file.filename} className={styles.frame} />
}
