import type { Me } from '@gotrs/contract/auth'
import { Button, Group, Text } from '@mantine/core'
import { PlainPage } from '../login/plain-page.tsx'
import { useLogout } from './use-logout.ts'

/** Shown to a customer who logs in to the agent app. */
export function CustomerNotice({ me }: { me: Me }) {
  const logout = useLogout()
  return (
    <PlainPage title="This page is for agents">
      <Text>
        You are logged in as {me.email}, a customer account. Read and write your requests in the customer portal.
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
