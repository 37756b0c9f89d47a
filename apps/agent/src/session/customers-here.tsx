import type { Me } from '@gotrs/contract/auth'
import { Button, Group, Text } from '@mantine/core'
import { PlainPage } from '../login/plain-page.tsx'
import { useLogout } from './use-logout.ts'

/** A customer who logged in at the agents' door. */
export function CustomersHere({ me }: { me: Me }) {
  const logout = useLogout()
  return (
    <PlainPage title="This is the agents' entrance">
      <Text>
        You are logged in as {me.email}. Your requests are in the customer portal; there you can read the answers and
        write new ones.
      </Text>
      <Group mt="md">
        <Button component="a" href="/">
          Open the portal
        </Button>
        <Button variant="default" onClick={() => logout.here.mutate()} loading={logout.here.isPending}>
          Log out
        </Button>
      </Group>
    </PlainPage>
  )
}
