import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Note } from '../controls/note.tsx'
import { useDesk } from './desk.ts'
import classes from './page.module.css'

/** What a screen leaves for the next one: a sentence about what has just been done. */
export type PageState = { notice?: string } | null

type PageProps = {
  title: string
  before?: ReactNode
  aside?: ReactNode
  /** What was said is so no longer. */
  isNoticeOver?: boolean
  children: ReactNode
}

/** A screen: its heading names the document and takes the focus when one comes here by a link inside the app. */
export function Page({ title, before, aside, isNoticeOver = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const businessName = useDesk()?.businessName
  const { key, pathname, search, state } = useLocation()
  const navigate = useNavigate()
  const [notice] = useState((state as PageState)?.notice)

  // Said once: a reload, or coming back, doesn't say it again.
  useEffect(() => {
    if ((state as PageState)?.notice) void navigate(pathname + search, { replace: true, state: null })
  }, [state, pathname, search, navigate])

  useEffect(() => {
    document.title = businessName ? `${title} · ${businessName}` : title
  }, [title, businessName])

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per screen, not with every filter that is its address
  useEffect(() => {
    // 'default' is the first screen of a visit; and a field that asked for the focus keeps it.
    if (key !== 'default' && !document.activeElement?.matches('input, textarea')) {
      heading.current?.focus({ preventScroll: true })
    }
  }, [])

  return (
    <>
      {before}
      <div className={classes.head}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </div>
      {notice && !isNoticeOver ? <Note>{notice}</Note> : null}
      {children}
    </>
  )
}
