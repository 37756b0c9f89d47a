import { useUploads } from '@gotrs/web/files/use-uploads'
import { errorText } from '../api/error-text.ts'
import type { useDraft } from '../drafts/use-draft.ts'
import { useDesk } from '../frame/desk.ts'

type DraftOfHook = Pick<ReturnType<typeof useDraft>, 'draft' | 'change'>

/** The files of a draft; photos are shrunk before they leave. */
export function useDraftUploads({ draft, change }: DraftOfHook) {
  return useUploads({
    count: draft.files.length,
    maxBytes: useDesk()?.maxAttachmentBytes,
    errorText,
    onDone: file => change(before => ({ files: [...before.files, file] })),
    // Nobody waits for its code who attaches no file.
    prepare: async file => (await import('@gotrs/web/files/shrink-photo')).shrinkPhoto(file),
  })
}
