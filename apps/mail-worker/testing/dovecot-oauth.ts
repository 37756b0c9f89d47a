import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenServer } from '@gotrs/core/testing/mailboxes/token-server'
import { createDovecot, type Dovecot } from './dovecot.ts'

/** A real IMAP server that accepts only access tokens, and checks them at the provider (RFC 7662). */
export async function createOAuthDovecot(provider: TokenServer): Promise<Dovecot> {
  const home = await mkdtemp(join(tmpdir(), 'gotrs-imap-oauth-'))
  const settings = join(home, 'oauth2.conf')
  await writeFile(settings, introspection(provider), { mode: 0o644 })
  const dovecot = await createDovecot(`
auth_mechanisms = xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${settings}
}`)
  return {
    ...dovecot,
    user: 'support@gotrs.example',
    password: '',
    async remove() {
      await dovecot.remove()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const introspection = ({ url }: TokenServer) => `
introspection_mode = post
introspection_url = ${url}/introspect
username_attribute = username
active_attribute = active
active_value = true
`
