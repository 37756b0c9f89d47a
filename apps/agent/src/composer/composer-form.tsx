import type { Draft } from '@gotrs/contract/drafts'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { useUploads } from '@gotrs/web/files/use-uploads'
import { IconLock } from '@tabler/icons-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { DraftConflict } from '../drafts/draft-conflict.tsx'
import { textOf } from '../drafts/text-of.ts'
import { holdForFocus } from '../keyboard/held-keys.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { focusHome } from '../list/focus-home.ts'
import { useMentionable } from '../mentions/use-mentionable.ts'
import { reportTyping } from '../presence/use-report-presence.ts'
import { useMe } from '../session/use-session.ts'
import { lazyPart } from '../shell/lazy-part.ts'
import { ChangedNotice } from '../ticket/changed-notice.tsx'
import { reasonAgainst } from '../ticket/verb-reason.ts'
import { AnswerQuestion } from './answer-question.tsx'
import { ClosedLine } from './closed-line.tsx'
import styles from './composer.module.css'
import { bothDrafts, type ComposerDraft, fromStored, isEmptyDraft, mustAskBefore } from './draft.ts'
import { MailDraftNotice } from './mail-draft-notice.tsx'
import { loadEditor, MessageText } from './message-text.tsx'
import { type Opening, useDraft } from './use-draft.ts'
import { newMessageText, useNewMessages } from './use-new-messages.ts'
import { useSend } from './use-send.ts'

/** What is around the text of an open composer: nobody needs it before they write. */
const ComposerTabs = lazyPart(() => import('./composer-tabs.tsx'))
const Recipients = lazyPart(() => import('./recipients.tsx'))
const UploadList = lazyPart(() => import('./upload-list.tsx'))
const ComposerFoot = lazyPart(() => import('./composer-foot.tsx'))

const loadFrame = () =>
  Promise.all([
    import('./composer-tabs.tsx'),
    import('./recipients.tsx'),
    import('./upload-list.tsx'),
    import('./composer-foot.tsx'),
  ])

/** Under the pointer it is about to be opened. What fails is loaded again when it is shown. */
const loadAll = () => void Promise.all([loadEditor(), loadFrame()]).catch(() => undefined)

/** After the ticket, and before somebody writes: then it is there without a connection too. */
const IDLE_MS = 800
function useLoadedFrame() {
  useEffect(() => {
    const timer = setTimeout(() => void loadFrame().catch(() => undefined), IDLE_MS)
    return () => clearTimeout(timer)
  }, [])
}

/** Escape closes what is open in a field first. */
function leaves(event: KeyboardEvent<HTMLElement>): boolean {
  const isInside = event.currentTarget.contains(event.target as Node)
  const isOpen = (event.target as HTMLElement).closest('[aria-expanded="true"], [role="dialog"]') !== null
  return event.key === 'Escape' && isInside && !isOpen
}

type ComposerFormProps = {
  ticket: TicketDetail
  opening: Opening
  isFocusedAtOnce: boolean
  /** The draft as the server has it, which another window or a mail may have changed a moment ago. */
  stored: Draft | null
  isFromMail: boolean
  onSent: (version: number) => void
}

/** One line until it is used; then reply or note, to whom, the text, the files, and what will happen on Enter. */
export function ComposerForm(props: ComposerFormProps) {
  const { ticket, isFocusedAtOnce, stored } = props
  const [opening] = useState(props.opening)
  const [arrived, setArrived] = useState<{ html: string } | null>(null)
  useLoadedFrame()
  const me = useMe()
  const desk = trpc.auth.desk.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const onArrived = (html: string) => setArrived({ html })
  const live = useDraft({ ticket, opening, stored, onArrived })
  const { draft, latest, change, state, saver, conflict } = live
  const { news, acknowledge } = useNewMessages(ticket, !isEmptyDraft(draft), me.id)
  const uploads = useUploads({
    count: draft.files.length,
    maxBytes: desk.data?.maxAttachmentBytes,
    errorText,
    onDone: file => change({ files: [...latest.current.files, file] }),
  })
  const newsTexts = news.map(newMessageText)
  const sending = useSend({
    ...{ ticket, saver, hold: live.hold, news: newsTexts, acknowledge },
    readDraft: () => latest.current,
    onSent: () => props.onSent(saver.version()),
  })
  const [wrongAddress, setWrongAddress] = useState<string | null>(null)
  const id = useId()
  const [isUsed, setUsed] = useState(isFocusedAtOnce)
  const [isDragging, setDragging] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const isFocusAwaited = useRef(isFocusedAtOnce)
  const focusText = useRef(() => {
    isFocusAwaited.current = true
    holdForFocus()
  })
  const wasSending = useRef(false)
  useEffect(() => {
    // The server rejected it: the agent continues where they were.
    if (wasSending.current && !sending.isSending) focusText.current()
    wasSending.current = sending.isSending
  }, [sending.isSending])

  const replyReason = reasonAgainst(me, 'reply', ticket)
  const isNote = draft.kind === 'note'
  const colleagues = useMentionable(ticket, isNote, draft.html)
  const write = (kind: ComposerDraft['kind']) => {
    setAsking(false)
    if (kind !== latest.current.kind) change({ kind })
    focusText.current()
  }
  const show = (kind: ComposerDraft['kind']) =>
    mustAskBefore(kind, latest.current, uploads.isUploading) ? setAsking(true) : write(kind)
  useShortcut('reply', () => show('public'), replyReason === null)
  useShortcut('note', () => show('note'))

  const isOpen = isUsed || !isEmptyDraft(draft) || conflict !== null
  const leave = (event: KeyboardEvent<HTMLElement>) => {
    if (!leaves(event)) return
    focusHome()
    setUsed(false)
    if (isEmptyDraft(latest.current) && replyReason === null) change({ kind: 'public' })
  }

  const waitReason =
    (isNote ? null : (replyReason ?? wrongAddress)) ??
    (conflict ? 'Choose which text to keep' : null) ??
    (uploads.isUploading ? 'Files are still uploading' : null) ??
    (isEmptyDraft(draft) ? 'Write a message or attach a file' : null)
  const resolveReason = reasonAgainst(me, 'resolve', ticket)
  const submit = (thenResolve: boolean) => {
    if (waitReason === null && !(thenResolve && (isNote || resolveReason))) void sending.send({ thenResolve })
  }
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    uploads.add(event.clipboardData.files)
  }
  const drop = (event: DragEvent) => {
    setDragging(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    uploads.add(event.dataTransfer.files)
  }
  return (
    <section
      className={styles.composer}
      aria-label="Write"
      data-kind={draft.kind}
      data-closed={!isOpen || undefined}
      data-dragging={isDragging || undefined}
      onPointerEnter={loadAll}
      onKeyDown={leave}
      onFocus={({ target }) => target.matches('textarea, [contenteditable]') && setUsed(true)}
      onPasteCapture={paste}
      onDropCapture={drop}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={event => !event.currentTarget.contains(event.relatedTarget as Node | null) && setDragging(false)}
    >
      {/* What is typed while it is on its way would be in neither the sent message nor the next one. */}
      <div inert={sending.isSending} className={styles.inner}>
        {isOpen && (
          <Suspense fallback={<div className={styles.tabLine} />}>
            <ComposerTabs id={id} kind={draft.kind} replyReason={replyReason} onShow={show} />
          </Suspense>
        )}
        <div
          className={styles.inner}
          {...(isOpen && {
            role: 'tabpanel',
            id: `${id}-panel-${draft.kind}`,
            'aria-labelledby': `${id}-tab-${draft.kind}`,
          })}
        >
          {props.isFromMail && <MailDraftNotice />}
          {isOpen && isNote && (
            <p className={styles.noteHint}>
              <IconLock size={14} aria-hidden />
              Internal note: only staff see it
            </p>
          )}
          {isOpen && !isNote && replyReason && (
            <p className={styles.blocked}>{replyReason}. Until then you can write a note.</p>
          )}
          {isOpen && !replyReason && (
            // Beside a note the addresses of the reply are kept, the wrong ones too.
            <div hidden={isNote}>
              <Suspense fallback={<div className={styles.toLine} />}>
                <Recipients ticket={ticket} draft={draft} onChange={change} onWrong={setWrongAddress} />
              </Suspense>
            </div>
          )}
          <MessageText
            initialHtml={opening.draft.html}
            arrived={arrived}
            colleagues={colleagues}
            placeholder={placeholderOf(ticket, isNote, isOpen)}
            onChange={html => {
              change({ html })
              reportTyping()
            }}
            onSubmit={submit}
            onReady={focus => {
              focusText.current = focus
              if (isFocusAwaited.current) focus()
              isFocusAwaited.current = false
            }}
          />
          {isOpen && (
            <Suspense>
              <UploadList
                files={draft.files}
                uploads={uploads}
                onRemoveFile={id => change({ files: latest.current.files.filter(file => file.id !== id) })}
              />
            </Suspense>
          )}
          {conflict && (
            <DraftConflict
              state={conflict.stored?.state ?? 'deleted'}
              sent="sent this"
              other={textOf(conflict.stored?.html ?? '')}
              onMine={() => live.settle(latest.current)}
              onOther={() => live.settle(null)}
              onBoth={() => {
                const theirs = fromStored(conflict.stored)
                live.settle(theirs ? bothDrafts(latest.current, theirs) : latest.current)
              }}
            />
          )}
          {sending.stopped && (
            <ChangedNotice
              stopped="Your message was not sent."
              texts={sending.stopped.texts}
              goOnLabel={sending.stopped.thenResolve ? 'Send and resolve anyway' : 'Send anyway'}
              onGoOn={() => void sending.send({ thenResolve: sending.stopped?.thenResolve ?? false, isSeen: true })}
              onLeave={sending.leave}
            />
          )}
          {isOpen ? (
            <Suspense fallback={<div className={styles.foot} />}>
              <ComposerFoot
                isNote={isNote}
                state={state}
                news={newsTexts}
                waitReason={waitReason}
                sending={sending.sending}
                isUnanswered={sending.isUnanswered}
                resolveReason={resolveReason}
                onFiles={uploads.add}
                onRetrySave={() => void saver.flush()}
                onSend={thenResolve => void sending.send({ thenResolve })}
              />
            </Suspense>
          ) : (
            <ClosedLine ticket={ticket} draft={draft} canReply={replyReason === null} onWrite={write} />
          )}
        </div>
      </div>
      <AnswerQuestion isOpen={isAsking} onKeep={() => write('note')} onAnswer={() => write('public')} />
    </section>
  )
}

function placeholderOf({ customer }: TicketDetail, isNote: boolean, isOpen: boolean): string {
  if (isNote) return isOpen ? 'Write a note for your colleagues' : 'Write a note…'
  const name = customer.name || customer.email
  return isOpen ? `Write to ${name}` : `Reply to ${name}…`
}
