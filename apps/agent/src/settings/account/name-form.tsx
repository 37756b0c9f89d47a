import { TextInput } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { useMe } from '../../session/use-session.ts'
import { Form } from '../parts/form.tsx'

/** The name that customers read under every answer. */
export function NameForm() {
  const me = useMe()
  const utils = trpc.useUtils()
  const save = trpc.auth.updateProfile.useMutation({ onSuccess: () => utils.auth.me.invalidate() })
  return (
    <Form
      initialValues={{ name: me.name }}
      send={save.mutateAsync}
      saved={() => 'Name saved'}
      button="Save name"
      isQuiet
    >
      {form => (
        <>
          <TextInput
            maw={360}
            label="Email"
            value={me.email}
            readOnly
            description="You log in with this address. You cannot change it"
          />
          <TextInput
            maw={360}
            label="Name"
            description="Customers see it with your replies"
            required
            withAsterisk={false}
            maxLength={120}
            autoComplete="name"
            {...form.getInputProps('name')}
          />
        </>
      )}
    </Form>
  )
}
