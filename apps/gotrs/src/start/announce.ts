import { demoPassword } from '@gotrs/contract/demo'
import { takesDemoPassword } from '@gotrs/server/demo-password'
import { firstAdminCommand } from '../doctor/beginning.ts'
import type { Settings } from '../env.ts'

type Announced = Pick<Settings, 'baseUrl' | 'hasDemo' | 'host' | 'smtpInPort'> & { hasAdmin: boolean }

export function announce(settings: Announced): void {
  console.log(announcement(settings).join('\n'))
}

export function announcement({ baseUrl, hasDemo, host, smtpInPort, hasAdmin }: Announced): string[] {
  const lines = ['', `GOTRS is ready: ${baseUrl}`, '']
  const people = takesDemoPassword({ host, baseUrl })
    ? [`  password   ${demoPassword} for all of them`]
    : [
        '  GOTRS rejects the demo password, because HOST or BASE_URL is not loopback. Set another one:',
        '  gotrs user set-password --email ana@gotrs.example',
      ]
  if (hasDemo) {
    lines.push(
      `  agents     ${baseUrl}/agent`,
      '             admin@gotrs.example   ana@gotrs.example   ben@gotrs.example',
      `  customers  ${baseUrl}/`,
      '             omar@customer.example   lena@other.example',
      ...people,
    )
  } else {
    lines.push(`  agents     ${baseUrl}/agent`, `  customers  ${baseUrl}/`)
  }
  if (!hasAdmin) lines.push('  There is no admin yet. Create one:', `  ${firstAdminCommand}`)
  if (smtpInPort !== 0) {
    const example = hasDemo ? ', for instance to support@gotrs.example' : ''
    lines.push(`  mail in    SMTP at ${host} port ${smtpInPort}${example}`)
  }
  return [...lines, '', '  Ctrl-C stops everything.', '']
}
