import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'

const limit = 20

/** One's notices, newest first, and how many are unread. */
export function useNotices() {
  const { client } = trpc.useUtils()
  const pages = usePages({
    queryKey: getQueryKey(trpc.notifications.list, { limit }, 'infinite'),
    load: (cursor, signal) => client.notifications.list.query({ limit, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const notices = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return { ...pages, notices, unreadCount: pages.data?.pages[0]?.unreadCount ?? 0 }
}

/** What somebody has seen counts as read in all their windows. */
export function useMarkNoticesRead() {
  const utils = trpc.useUtils()
  const mark = trpc.notifications.markRead.useMutation({ onSuccess: () => utils.notifications.list.invalidate() })
  return mark.mutate
}
