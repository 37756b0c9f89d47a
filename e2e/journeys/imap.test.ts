import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { ImapFlow } from 'imapflow'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { waitForText } from '../setup/visible.ts'

const address = 'orders@gotrs.example'

describe('a mailbox with IMAP', () => {
  let dovecot: Dovecot
  let sink: SmtpSink
  let product: Product
  let browser: Browser

  beforeAll(async () => {
    dovecot = await createDovecot()
    await dovecot.start()
    sink = await openSmtpSink()
    product = await startDemoProduct({ smtpUrl: sink.url })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
    await sink?.close()
    await dovecot?.remove()
  })

  it('is set up in the app, imports its mail as tickets, and sends answers', async () => {
    const { page, faults } = await visit(browser)
    await logInAsAgent(page, product.url, 'admin@gotrs.example')
    await saveMailbox(page, product.url, dovecot)

    await page.goto(`${product.url}/agent/tickets?sort=newest`)
    await page.getByRole('navigation', { name: 'Views' }).waitFor()
    await append(dovecot, 'Two chairs, and one is blue')
    await page
      .getByRole('link', { name: /Two chairs, and one is blue/ })
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Message' }).fill('We bring you a green one tomorrow.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const answer = await sink.mailTo('mira@buyers.example', caught => caught.parsed.text.includes('green one'))
    expect(answer.parsed.inReplyTo).toBe('<chairs@buyers.example>')
    expect(answer.parsed.replyTo?.address).toMatch(/^orders\+[a-z0-9-]+@gotrs\.example$/)

    await append(dovecot, 'Re: Two chairs', {
      to: answer.parsed.replyTo?.address ?? '',
      messageId: 'thanks@buyers.example',
      inReplyTo: answer.parsed.messageId ?? '',
      text: 'Thank you, green is fine.',
    })
    await waitForText(page, 'Thank you, green is fine.')
    await page.getByRole('heading', { name: /Two chairs, and one is blue/ }).waitFor()
    expect(faults).toEqual([])
  })
})

async function saveMailbox(page: Page, url: string, { port, user, password }: Dovecot): Promise<void> {
  await page.goto(`${url}/agent/settings/mailboxes/new`)
  await page.getByRole('textbox', { name: 'Address' }).fill(address)
  await page.getByRole('textbox', { name: 'Display name' }).fill('Northwind Orders')
  await page.getByRole('combobox', { name: 'Queue' }).click()
  await page.getByRole('option', { name: 'Support' }).click()
  await page.getByRole('checkbox', { name: 'Read mail with IMAP' }).check()
  const account = page.getByRole('group', { name: 'Read mail with IMAP' })
  await account.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1')
  await account.getByRole('textbox', { name: 'Port', exact: true }).fill(String(port))
  await account.getByRole('combobox', { name: 'Encryption' }).click()
  await page.getByRole('option', { name: /none|not encrypted|clear/i }).click()
  await account.getByRole('textbox', { name: 'User name' }).fill(user)
  await account.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('button', { name: 'Save mailbox' }).click()
  await page.getByText(address).first().waitFor()
}

type Letter = { to?: string; messageId?: string; inReplyTo?: string; text?: string }

async function append({ port, user, password }: Dovecot, subject: string, letter: Letter = {}): Promise<void> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user, pass: password }, logger: false })
  await client.connect()
  const lines = [
    'From: Mira <mira@buyers.example>',
    `To: ${letter.to ?? address}`,
    `Message-ID: <${letter.messageId ?? 'chairs@buyers.example'}>`,
    ...(letter.inReplyTo ? [`In-Reply-To: ${letter.inReplyTo}`] : []),
    `Subject: ${subject}`,
    '',
    letter.text ?? 'I ordered two red chairs.',
  ]
  await client.append('INBOX', Buffer.from(lines.join('\r\n')))
  await client.logout()
}
