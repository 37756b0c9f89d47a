import { issueText } from '@gotrs/web/errors/error-text'
import { type Failure, failureOf, issuesOf } from '@gotrs/web/errors/failure'
import { Button, Group, Stack, Text } from '@mantine/core'
import { type FormErrors, type UseFormReturnType, useForm } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { toast } from '../../shell/toast.ts'
import { leavesUnsaved, useUnsaved } from './unsaved-guard.tsx'

type FormProps<Values, Saved> = {
  initialValues: Values
  /** What is wrong before the server has to say it, by field. */
  validate?: (values: Values) => FormErrors
  send: (values: Values) => Promise<Saved>
  /** What the notice says; null: the screen says it itself. */
  saved: (result: Saved, values: Values) => string | null
  onSaved?: (result: Saved, form: UseFormReturnType<Values>) => unknown
  /** Errors that are about one field, by their code. */
  fieldErrors?: Partial<Record<Failure['code'], FormErrors>>
  button: string
  isQuiet?: boolean
  back?: { to: string; label: string }
  /** Fields and button in one line, for a row of a list. */
  className?: string
  label?: string
  children: (form: UseFormReturnType<Values>) => ReactNode
}

/**
 * A form of the settings on `@mantine/form`: fields take `{...form.getInputProps('name')}`, and the rest is here. What the
 * server rejects is shown under its field, by the path of the issue; what no field can say, above the button.
 */
export function Form<Values extends Record<string, unknown>, Saved>(props: FormProps<Values, Saved>) {
  const form = useForm<Values>({ initialValues: props.initialValues, validate: props.validate })
  const [failure, setFailure] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)
  const unsaved = useUnsaved(form.isDirty())

  const show = (error: unknown) => {
    const errors = errorsOf(error, props.fieldErrors, path => form.getInputNode(path) !== null)
    form.setErrors(errors)
    const [path] = Object.keys(errors)
    if (path) form.getInputNode(path)?.focus()
    else setFailure(error)
  }
  const submit = form.onSubmit(async values => {
    setFailure(null)
    setPending(true)
    try {
      const result = await props.send(values)
      form.resetDirty(values)
      unsaved.settle()
      const notice = props.saved(result, values)
      if (notice) toast(notice)
      await props.onSaved?.(result, form)
    } catch (error) {
      show(error)
    } finally {
      setPending(false)
    }
  })
  return (
    <form onSubmit={submit} className={props.className} aria-label={props.label}>
      <Rows isLine={props.className !== undefined}>
        {props.children(form)}
        {failure !== null && (
          <Text role="alert" c="var(--danger)">
            {errorText(failure)}
          </Text>
        )}
        <Group>
          <Button type="submit" variant={props.isQuiet ? 'default' : 'filled'} loading={isPending}>
            {props.button}
          </Button>
          {props.back && (
            <ButtonLink to={props.back.to} state={leavesUnsaved} variant="default">
              {props.back.label}
            </ButtonLink>
          )}
        </Group>
      </Rows>
    </form>
  )
}

const Rows = ({ isLine, children }: { isLine: boolean; children: ReactNode }) =>
  isLine ? children : <Stack gap={20}>{children}</Stack>

/** Every issue at its field; nothing where one of them has no field, so that none is lost. */
function errorsOf(
  error: unknown,
  byCode: FormProps<never, never>['fieldErrors'],
  hasField: (path: string) => boolean,
): FormErrors {
  const known = byCode?.[failureOf(error).code]
  if (known) return known
  const issues = issuesOf(error)
  if (!issues.every(({ path }) => hasField(path))) return {}
  return Object.fromEntries(issues.map(issue => [issue.path, issueText(issue)]))
}
