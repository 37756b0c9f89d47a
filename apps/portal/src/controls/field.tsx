import { type ComponentProps, type ReactNode, useId } from 'react'
import classes from './field.module.css'

type FieldTexts = { label: string; hint?: ReactNode; error?: string | undefined }
type InputFieldProps = FieldTexts & Omit<ComponentProps<'input'>, 'className'> & { end?: ReactNode }

/** One line to fill in, with its label above and what is wrong below. */
export function InputField({ label, hint, error, end, id, ...rest }: InputFieldProps) {
  const own = useId()
  const inputId = id ?? own
  return (
    <div className={classes.field}>
      <label htmlFor={inputId}>{label}</label>
      <Hint id={inputId} hint={hint} />
      <div className={classes.box}>
        <input {...rest} id={inputId} className={classes.input} {...described(inputId, hint, error)} />
        {end}
      </div>
      <Problem id={inputId} error={error} />
    </div>
  )
}

type TextFieldProps = FieldTexts & Omit<ComponentProps<'textarea'>, 'className'>

/** Several lines; grows with the text where the browser can. */
export function TextField({ label, hint, error, id, ...rest }: TextFieldProps) {
  const own = useId()
  const inputId = id ?? own
  return (
    <div className={classes.field}>
      <label htmlFor={inputId}>{label}</label>
      <Hint id={inputId} hint={hint} />
      <textarea
        {...rest}
        id={inputId}
        className={`${classes.input} ${classes.text}`}
        {...described(inputId, hint, error)}
      />
      <Problem id={inputId} error={error} />
    </div>
  )
}

function Hint({ id, hint }: { id: string; hint: ReactNode }) {
  return hint ? (
    <div className={classes.hint} id={`${id}-hint`}>
      {hint}
    </div>
  ) : null
}

function Problem({ id, error }: { id: string; error: string | undefined }) {
  return error ? (
    <div className={classes.error} id={`${id}-error`}>
      {error}
    </div>
  ) : null
}

function described(id: string, hint: ReactNode, error: string | undefined) {
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined }
}
