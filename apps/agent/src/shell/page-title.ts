import { useEffect } from 'react'

let title = 'GOTRS'
let unread = 0

function show() {
  document.title = unread > 0 ? `(${unread}) ${title}` : title
}

/** The title of the page, after the number of unread notices. */
export function usePageTitle(text: string | null) {
  useEffect(() => {
    if (text === null) return
    title = `${text} · GOTRS`
    show()
  }, [text])
}

export function showUnreadInTitle(count: number) {
  unread = count
  show()
}
