import { type ReactNode, useState } from 'react'
import classes from './file-picker.module.css'

/** Takes files that are dropped or pasted anywhere in what it holds. The button does the same for everybody else. */
export function DropZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer beside the "Attach files" button
    <div
      className={isOver ? `${classes.zone} ${classes.over}` : classes.zone}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
      onPaste={event => {
        const files = [...event.clipboardData.files]
        // Text that was copied with a picture of itself stays text.
        if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
        event.preventDefault()
        onFiles(files)
      }}
    >
      {children}
    </div>
  )
}
