import { expect, it } from 'vitest'
import { oddNames } from './settings-typos.ts'

const known = ['PORT', 'HOST', 'DATABASE_URL', 'SMTP_IN_PORT', 'DEMO']

it('finds what is no setting in our own file, with what was probably meant', () => {
  const names = ['PORT', 'PORTT', 'DATABSE_URL', 'MAIL_FROM', 'POSTGRES_PASSWORD', 'database_url']
  expect(oddNames(known, names, [])).toEqual([
    { name: 'PORTT', meant: 'PORT' },
    { name: 'DATABSE_URL', meant: 'DATABASE_URL' },
    { name: 'MAIL_FROM', meant: null },
    { name: 'database_url', meant: 'DATABASE_URL' },
  ])
})

it('finds in the environment of everybody only what is nearly a setting', () => {
  const names = ['HOME', 'HOSTNAME', 'PORTS', 'XDG_SESSION_ID', 'DATABSE_URL', 'SMTP_INPORT', 'DATABASE_URL']
  expect(oddNames(known, [], names)).toEqual([
    { name: 'DATABSE_URL', meant: 'DATABASE_URL' },
    { name: 'SMTP_INPORT', meant: 'SMTP_IN_PORT' },
  ])
})
