import type { Uploads } from '@gotrs/web/files/use-uploads'
import { Button } from '../controls/button.tsx'
import classes from './file-picker.module.css'

/** In place of the button that sends, while it waits for files. */
export function WaitingToSend({ uploads, onCancel }: { uploads: Uploads; onCancel: () => void }) {
  const names = uploads.uploads.filter(upload => upload.error === null).map(upload => upload.filename)
  return (
    <>
      <span className={classes.waiting} role="status">
        Sends when {names.length === 1 ? names[0] : `${names.length} files`} {names.length === 1 ? 'is' : 'are'} up
      </span>
      <Button onClick={onCancel}>Don’t send yet</Button>
    </>
  )
}
