import { join } from 'node:path'
import { createPool } from '@gotrs/db/client'
import { findRunningPostgres } from '@gotrs/db/embedded-postgres'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { appears } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

const omar = 'omar@customer.example'
const team = 'facility-team@customer.example'
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)
const invitation = {
  ...{ method: 'request', title: 'Moving the printer', place: 'Floor 4', organiser: 'Omar Haddad' },
  ...{ startsAt: '2026-12-01T13:00:00.000Z', endsAt: '2026-12-01T14:30:00.000Z', isAllDay: false },
}

describe('the facts of a mail', () => {
  let sink: SmtpSink
  let product: Product
  let browser: Browser

  beforeAll(async () => {
    sink = await openSmtpSink()
    product = await startDemoProduct({ smtpUrl: sink.url })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
    await sink?.close()
  })

  it('the answer goes to Reply-To, and the agent sees that before sending', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url)
    await write('A new printer', { replyTo: team, text: 'Which one shall we buy?' })
    await openTicket(page, 'A new printer')
    await page
      .getByRole('article', { name: /^Message by Omar/ })
      .getByText(`Replies go to ${team}`)
      .waitFor()
    const composer = page.getByRole('region', { name: 'Write' })
    await composer.getByText(`wrote from ${omar} and asks for replies to ${team}.`).waitFor()
    await page.getByRole('textbox', { name: 'Message' }).fill('The quiet one.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const answer = await sink.mailTo(team, caught => caught.parsed.text.includes('The quiet one.'))
    expect(answer.to).toEqual([team])
    expect(faults).toEqual([])
    await context.close()
  })

  it('both apps show the invitation above the text, and list every file that is not inline', async () => {
    await write('Moving the printer', {
      html: '<p>Please join us <img src="cid:shown" alt="Map"></p>',
      attachments: [
        { filename: 'shown.png', content: png, cid: 'shown', contentDisposition: 'inline' },
        { filename: 'photo.png', content: png, cid: 'photo', contentDisposition: 'inline' },
        { filename: 'trace.xyz', content: 'trace', contentType: 'application/x-unknown' },
      ],
    })
    await ask('update messages set invitation = $1 from tickets t where t.id = ticket_id and t.title = $2', [
      JSON.stringify(invitation),
      'Moving the printer',
    ])
    const agent = await visit(browser)
    await logInAsAgent(agent.page, product.url)
    await openTicket(agent.page, 'Moving the printer')
    const message = agent.page.getByRole('article', { name: /^Message by Omar/ })
    await showsInvitation(message)
    await opensFiles(agent.page, message.getByRole('list', { name: 'Attachments' }), seePreview)

    const customer = await visit(browser, { width: 390, height: 844, colorScheme: 'dark' })
    await logInAsCustomer(customer.page, product.url, omar)
    await customer.page.getByRole('link', { name: /Moving the printer/ }).click()
    const own = customer.page.getByRole('article', { name: 'You wrote' })
    await showsInvitation(own)
    await opensFiles(customer.page, own.getByRole('list', { name: 'Files' }), seeTab)
    expect([...agent.faults, ...customer.faults]).toEqual([])
    await agent.context.close()
    await customer.context.close()
  })

  it('suspected spam is marked in the list, and with the reason in the ticket', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url)
    await write('Cheap watches', { text: 'Buy now.' })
    await ask("update tickets set spam_reason = 'X-Spam-Flag says YES' where title = $1", ['Cheap watches'])
    const row = page.getByRole('row', { name: /Cheap watches/ })
    await until('the marked row', async () => {
      await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent('"Cheap watches"')}`)
      return appears(row.getByText('Suspected spam'))
    })
    await page.getByRole('link', { name: 'Cheap watches' }).click()
    const ticket = page.getByRole('main', { name: /^Ticket/ })
    await ticket.getByText('Suspected spam').hover()
    await page.getByRole('tooltip').getByText('X-Spam-Flag says YES.').waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('the form of the mailbox shows and updates the start time', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url, 'admin@gotrs.example')
    await page.goto(`${product.url}/agent/settings/mailboxes/new`)
    await page.getByLabel('Address').fill('billing@gotrs.example')
    await page.getByLabel('Display name').fill('Billing')
    await choose(page, 'Queue', 'Support')
    await page.getByRole('checkbox', { name: /Read mail with/ }).check()
    await page.getByLabel('Host').fill('imap.invalid')
    await page.getByLabel('User name').fill('billing')
    await page.getByLabel('Import mail since').fill('2026-11-01T08:30')
    await choose(page, 'Older mail', 'Import as closed tickets')
    await page.getByText('Older mail becomes closed tickets').waitFor()
    await page.getByRole('switch', { name: 'Acknowledge new tickets' }).click()
    await choose(page, 'Spam filters', 'SpamAssassin only')
    await page.getByRole('checkbox', { name: 'Active: GOTRS reads and sends mail' }).uncheck()
    await page.getByRole('button', { name: 'Save mailbox' }).click()
    await page.getByRole('link', { name: 'billing@gotrs.example' }).click()
    await page.getByLabel('Import mail since').waitFor()
    expect(await page.getByLabel('Import mail since').inputValue()).toBe('2026-11-01T08:30')
    expect(await fieldOf(page, 'Older mail').inputValue()).toBe('Import as closed tickets')
    expect(await page.getByRole('switch', { name: 'Acknowledge new tickets' }).isChecked()).toBe(false)
    expect(await fieldOf(page, 'Spam filters').inputValue()).toBe('SpamAssassin only')
    expect(faults).toEqual([])
    await context.close()
  })

  /** Sends a mail and waits for its ticket. */
  async function write(subject: string, more: object): Promise<void> {
    await sendMail(product.smtpPort, { from: `Omar Haddad <${omar}>`, to: 'support@gotrs.example', subject, ...more })
    await until(`the ticket ${subject}`, async () => {
      const found = await ask('select 1 from tickets where title = $1', [subject])
      return found.length > 0
    })
  }

  async function ask(text: string, values: unknown[]): Promise<unknown[]> {
    const running = await findRunningPostgres(join(product.dataDir, 'postgres'))
    const pool = createPool(running?.url ?? '', { max: 1 })
    try {
      return (await pool.query(text, values)).rows
    } finally {
      await pool.end()
    }
  }

  async function openTicket(page: Page, subject: string): Promise<void> {
    await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent(`"${subject}"`)}`)
    await page.getByRole('link', { name: subject }).first().click()
    await page.getByRole('heading', { name: subject }).waitFor()
  }
})

async function showsInvitation(message: Locator): Promise<void> {
  const card = message.getByRole('region', { name: 'Invitation' })
  await card.getByText('Moving the printer').waitFor()
  await card.getByText(/1 December 2026.* \(.+\)$/).waitFor()
  await card.getByText('Floor 4').waitFor()
  await card.getByText('Omar Haddad').waitFor()
}

/** There are two files: the image that is not inline opens in a tab, the unknown file is downloaded. */
type See = (page: Page, link: Locator) => Promise<void>

const seePreview: See = async (page, link) => {
  await link.click()
  const dialog = page.getByRole('dialog')
  await until('the picture', async () => (await dialog.locator('img').count()) > 0)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}

const seeTab: See = async (page, link) => {
  const [tab] = await Promise.all([page.waitForEvent('popup'), link.click()])
  await until('the picture', async () => (await tab.locator('img').count()) === 1)
  await tab.close()
}

async function opensFiles(page: Page, files: Locator, openPicture: See): Promise<void> {
  const links = files.getByRole('link').filter({ hasNotText: 'Download all' })
  expect(await links.count()).toBe(2)
  await openPicture(page, links.filter({ hasText: 'photo.png' }))
  const [download] = await Promise.all([page.waitForEvent('download'), links.filter({ hasText: 'trace.xyz' }).click()])
  expect(download.suggestedFilename()).toBe('trace.xyz')
}

const fieldOf = (page: Page, label: string) =>
  page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()

async function choose(page: Page, label: string, option: string): Promise<void> {
  await fieldOf(page, label).click()
  await page.getByRole('option', { name: option }).click()
}
