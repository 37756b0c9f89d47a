import { type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import classes from './form.module.css'

/** What is wrong, by field name. */
export type Problems<Field extends string> = Partial<Record<Field, string>>

/** Keeps what is wrong in a form, and puts the cursor into the first field that has to be changed. */
export function useProblems<Field extends string>() {
  const form = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<Problems<Field>>({})
  return {
    form,
    problems,
    clear: () => setProblems({}),
    /** Shows them; true where there are none. */
    show(found: Problems<Field>): boolean {
      flushSync(() => setProblems(found))
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
      return Object.values(found).every(problem => problem === undefined)
    },
  }
}

type FormProps = {
  form: React.RefObject<HTMLFormElement | null>
  onSubmit: (values: FormData) => void
  onChange?: () => void
  children: ReactNode
  label?: string
}

/** A form that never leaves the page; the checks are ours, so that the words are, too. */
export function Form({ form, onSubmit, onChange, children, label }: FormProps) {
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className={classes.form}
      onChange={onChange}
      onKeyDown={event => {
        // Enter alone is a new line there, and sends by itself in a field of one line.
        const isInText = event.target instanceof HTMLTextAreaElement
        if (isInText && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
      onSubmit={event => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      {children}
    </form>
  )
}

/** The buttons and links at the end of a form. */
export const FormEnd = ({ children }: { children: ReactNode }) => <div className={classes.end}>{children}</div>

/** A text field of a form, as typed. */
export const textOf = (values: FormData, name: string) => String(values.get(name) ?? '')
