import { SegmentedControl, Text, useMantineColorScheme } from '@mantine/core'
import { type Density, useDensity } from '../../theme/density.ts'
import { Page } from '../parts/page.tsx'
import { Section } from '../parts/section.tsx'
import { AfterTicketChoice } from './after-ticket-choice.tsx'
import { DesktopNotices } from './desktop-notices.tsx'
import { ForwardAddresses } from './forward-addresses.tsx'
import { NameForm } from './name-form.tsx'
import { Notifications } from './notifications.tsx'
import { PasswordForm } from './password-form.tsx'
import { Sessions } from './sessions.tsx'

/** One's own account: name, mails about one's tickets, look, password, where one is logged in. */
export function Component() {
  return (
    <Page title="Your account">
      <NameForm />
      <Notifications />
      <DesktopNotices />
      <ForwardAddresses />
      <AfterTicketChoice />
      <ThemeChoice />
      <DensityChoice />
      <PasswordForm />
      <Sessions />
    </Page>
  )
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title="Theme">
      <SegmentedControl
        aria-label="Theme"
        value={colorScheme}
        onChange={value => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
          { value: 'auto', label: 'System' },
        ]}
      />
    </Section>
  )
}

function DensityChoice() {
  const [density, setDensity] = useDensity()
  return (
    <Section title="Density">
      <SegmentedControl
        aria-label="Density"
        value={density}
        onChange={value => setDensity(value as Density)}
        data={[
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ]}
      />
      <Text size="sm" c="dimmed" mt={4}>
        Compact shows more tickets at once. This browser remembers it.
      </Text>
    </Section>
  )
}
