import { expect, it } from 'vitest'
import { deviceName, sessionName } from './user-agent.ts'

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604',
    'Safari on iOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/150 Safari/537 Edg/150', 'Edge on Windows'],
  ['curl/8.9', 'curl/8.9'],
  ['', 'Unknown device'],
])('%s is %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name))

it.each([
  ['api', 'weekly-report/2.1 (Linux)', 'weekly-report/2.1 (Linux)'],
  ['api', '', 'A program without a name'],
  ['browser', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
] as const)('a login of kind %s that calls itself "%s" is shown as %s', (kind, userAgent, name) => {
  expect(sessionName({ kind, userAgent })).toBe(name)
})
