import type { Me } from '@gotrs/contract/auth'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { InputField } from '../controls/field.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import classes from './accounts.module.css'
import { nameProblem } from './checks.ts'

/** The name that others see beside one's messages. */
export function NameForm({ me }: { me: Me }) {
  const utils = trpc.useUtils()
  const { form, problems, show, clear } = useProblems<'name'>()
  const update = trpc.auth.updateProfile.useMutation({
    onSuccess: () => {
      void utils.tickets.invalidate()
      return utils.auth.me.invalidate()
    },
  })

  const submit = (values: FormData) => {
    const name = textOf(values, 'name')
    if (show({ name: nameProblem(name) }) && !update.isPending) update.mutate({ name })
  }

  return (
    <Form
      form={form}
      onSubmit={submit}
      onChange={() => {
        clear()
        update.reset()
      }}
    >
      <InputField
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={me.name}
        maxLength={120}
        error={problems.name}
      />
      <ErrorNote error={update.error} />
      <FormEnd>
        <Button type="submit" isBusy={update.isPending}>
          Save name
        </Button>
        <span role="status" className={classes.done}>
          {update.isSuccess ? 'Name saved' : null}
        </span>
      </FormEnd>
    </Form>
  )
}
