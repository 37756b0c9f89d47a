import { SegmentedControl, Title, useMantineColorScheme } from '@mantine/core'
import { PageTitle } from '../parts/page-title.tsx'
import styles from '../settings.module.css'
import { ForwardAddresses } from './forward-addresses.tsx'
import { NameForm } from './name-form.tsx'
import { Notifications } from './notifications.tsx'
import { PasswordForm } from './password-form.tsx'
import { Sessions } from './sessions.tsx'

/** One's own account: name, mails about one's tickets, look, password, where one is logged in. */
export function Component() {
  return (
    <div className={styles.page}>
      <PageTitle title="Your account" />
      <NameForm />
      <Notifications />
      <ForwardAddresses />
      <ThemeChoice />
      <PasswordForm />
      <Sessions />
    </div>
  )
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <section className={styles.section} aria-labelledby="theme-heading">
      <Title order={2} id="theme-heading" mb={8}>
        Theme
      </Title>
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
    </section>
  )
}
