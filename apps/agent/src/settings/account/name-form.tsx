import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { useMe } from '../../session/use-session.ts'
import { toast } from '../../shell/toast.ts'

/** The name that customers read under every answer. */
export function NameForm() {
  const me = useMe()
  const utils = trpc.useUtils()
  const [name, setName] = useState(me.name)
  const save = trpc.auth.updateProfile.useMutation({
    onSuccess: async () => {
      await utils.auth.me.invalidate()
      toast('Your name is saved')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={12} maw={360} align="start">
        <TextInput
          w="100%"
          label="Email"
          value={me.email}
          readOnly
          description="You log in with it. It cannot be changed"
        />
        <TextInput
          w="100%"
          label="Name"
          description="Customers see it with your answers"
          required
          withAsterisk={false}
          maxLength={120}
          autoComplete="name"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          error={save.error ? errorText(save.error) : undefined}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          Save name
        </Button>
      </Stack>
    </form>
  )
}
