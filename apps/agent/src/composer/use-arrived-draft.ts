import type { Draft } from '@gotrs/contract/drafts'
import { useEffect, useEffectEvent, useRef } from 'react'
import { announce } from '../live/announce.ts'
import { type ComposerDraft, fromStored, isEmptyDraft } from './draft.ts'

/**
 * A draft that was created by mail or on another device is shown as soon as it arrives. It never replaces text that the
 * agent is writing.
 */
export function useArrivedDraft(
  stored: Draft | null,
  isFree: () => boolean,
  onArrived: (focused: ComposerDraft['kind'] | null) => void,
) {
  const form = useRef<HTMLElement>(null)
  const arrive = useEffectEvent(() => {
    const draft = fromStored(stored)
    if (!draft || isEmptyDraft(draft) || !isFree()) return
    onArrived(form.current?.contains(document.activeElement) ? draft.kind : null)
    announce('A draft has arrived')
  })
  const arrivedAt = stored?.updatedAt
  useEffect(() => {
    if (arrivedAt) arrive()
  }, [arrivedAt])
  return form
}
