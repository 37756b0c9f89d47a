import { expect, it } from 'vitest'
import { announcement } from './announce.ts'

const settings = {
  baseUrl: 'http://127.0.0.1:8080',
  host: '127.0.0.1',
  smtpInPort: 2525,
  hasDemo: true,
  hasAdmin: true,
}

it('says where it is and with which logins, so that nobody has to look them up', () => {
  const text = announcement(settings).join('\n')
  expect(text).toMatch(/^GOTRS is ready: http:\/\/127\.0\.0\.1:8080$/m)
  for (const login of [
    'admin@gotrs.example',
    'ana@',
    'ben@',
    'omar@customer.example',
    'lena@',
    'gotrs-demo-2026',
    '2525',
  ]) {
    expect(text).toContain(login)
  }
})

it('shows no demo logins where there is no demo, and no port that is off', () => {
  const text = announcement({ ...settings, hasDemo: false, smtpInPort: 0 }).join('\n')
  expect(text).not.toMatch(/gotrs-demo|gotrs\.example|SMTP/)
})

it('says that GOTRS rejects the demo password if others can reach it, and how to set one', () => {
  for (const open of [{ host: '0.0.0.0' }, { baseUrl: 'https://help.example.com' }]) {
    const text = announcement({ ...settings, ...open }).join('\n')
    expect(text).not.toContain('gotrs-demo-2026')
    expect(text).toMatch(/rejects the demo password.*\n.*gotrs user set-password/)
  }
})

it('says how to create the first admin', () => {
  expect(announcement({ ...settings, hasDemo: false }).join('\n')).not.toContain('gotrs user create')
  const text = announcement({ ...settings, hasDemo: false, hasAdmin: false }).join('\n')
  expect(text).toMatch(/no admin yet.*\n.*gotrs user create .*--role admin/)
})
