import { useEffect, useEffectEvent, useRef } from 'react'
import { useNavigate } from 'react-router'
import { readListParams } from '../list/list-params.ts'
import { showUnreadInTitle } from '../shell/page-title.ts'
import { readChoice } from '../shell/stored-choice.ts'
import { canNotify, desktopChoice, holdVisible, isAppVisible, showNotification } from './desktop.ts'
import { noticeLink, noticeText } from './notice-text.ts'
import { useNotices } from './use-notices.ts'

/** Keeps the count in the title, and shows what is new outside the app while nobody looks at it. */
export function useNoticeWatch() {
  const { notices, unreadCount, isPending } = useNotices()
  const navigate = useNavigate()
  /** Ids of events are in the order of their times; null until the first answer. */
  const newest = useRef<string | null>(null)
  useEffect(() => {
    showUnreadInTitle(unreadCount)
    return () => showUnreadInTitle(0)
  }, [unreadCount])
  useEffect(() => holdVisible(), [])

  const notify = useEffectEvent(async () => {
    const since = newest.current
    const latest = notices[0]?.eventId ?? ''
    // Notices can disappear: what was shown before is not shown again.
    newest.current = since !== null && since > latest ? since : latest
    if (since === null || readChoice(desktopChoice) === 'off' || !canNotify()) return
    const fresh = notices.filter(({ eventId, isRead }) => eventId > since && !isRead)
    if (fresh.length === 0 || (await isAppVisible())) return
    for (const notice of fresh) {
      showNotification({
        tag: notice.eventId,
        title: `#${notice.ticketNumber} ${notice.title}`,
        body: noticeText(notice),
        onClick: () => void navigate(noticeLink(notice, readListParams(new URLSearchParams(window.location.search)))),
      })
    }
  })
  const first = notices[0]?.eventId
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another notice is the first
  useEffect(() => {
    if (!isPending) void notify()
  }, [first, isPending])
}
