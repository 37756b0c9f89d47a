import { demoPassword as password } from '@gotrs/contract/demo'
import { Button, Group, Text } from '@mantine/core'
import styles from './demo-logins.module.css'

type Account = { email: string; password: string }

const accounts = ['ana@gotrs.example', 'ben@gotrs.example', 'admin@gotrs.example']

/** Shown on a desk with demo data only: the accounts everybody may try. */
export function DemoLogins({ onChoose }: { onChoose: (account: Account) => void }) {
  return (
    <section className={styles.box} aria-labelledby="demo-heading">
      <h2 id="demo-heading" className={styles.heading}>
        Demo data
      </h2>
      <Text size="sm" mb={8}>
        The password of every account is <code>{password}</code>. Fill in the form for:
      </Text>
      <Group gap={8}>
        {accounts.map(email => (
          <Button key={email} variant="default" onClick={() => onChoose({ email, password })}>
            {email.split('@')[0]}
          </Button>
        ))}
      </Group>
    </section>
  )
}
