import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { waitForText } from '../setup/visible.ts'

describe('the portal', () => {
  const url = inject('demoUrl')
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('accepts a request with a file, and shows the answer without a reload', async () => {
    const customer = await visit(browser, { width: 390, height: 844, colorScheme: 'dark' })
    await logInAsCustomer(customer.page, url, 'lena@other.example')
    await customer.page.getByRole('link', { name: 'New request' }).first().click()
    await customer.page.getByRole('textbox', { name: 'Subject' }).fill('The export stops at row 500')
    await customer.page
      .getByRole('textbox', { name: 'Message' })
      .fill('I attach the file that I get. There should be 1,204 rows.')
    const uploaded = customer.page.waitForResponse(response => response.url().endsWith('/api/attachments'))
    await customer.page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from('id,name\n1,Ada\n') })
    await uploaded
    await waitForText(customer.page, 'export.csv')
    await customer.page.getByRole('progressbar').waitFor({ state: 'detached' })
    await customer.page.getByRole('button', { name: 'Send request' }).click()
    await customer.page.getByRole('heading', { name: 'The export stops at row 500' }).waitFor()
    await customer.page
      .getByRole('link', { name: /export\.csv/ })
      .first()
      .waitFor()

    const notice = customer.page.getByText('You get the answer here and by mail.')
    await notice.waitFor()

    const agent = await visit(browser)
    await logInAsAgent(agent.page, url, 'ben@gotrs.example')
    await agent.page.goto(`${url}/agent/tickets?q=${encodeURIComponent('"stops at row 500"')}`)
    await agent.page
      .getByRole('link', { name: /The export stops at row 500/ })
      .first()
      .click()
    await agent.page
      .getByRole('link', { name: /export\.csv/ })
      .first()
      .waitFor()
    await agent.page.getByRole('textbox', { name: 'Message' }).fill('Thank you, the limit is ours. It is lifted now.')
    await agent.page.getByRole('button', { name: 'More ways to send' }).click()
    await agent.page.getByRole('menuitem', { name: /^Send and resolve/ }).click()

    await waitForText(customer.page, 'the limit is ours')
    await waitForText(customer.page, 'Solved')
    await notice.waitFor({ state: 'detached' })
    await customer.page.getByRole('textbox', { name: 'Message' }).fill('It works again, but slowly.')
    await customer.page.getByRole('button', { name: 'Send reply' }).click()
    await waitForText(customer.page, 'It works again, but slowly.')
    await waitForText(agent.page, 'It works again, but slowly.')
    expect([...customer.faults, ...agent.faults]).toEqual([])
  })

  it('shows the requests of a correspondent once they have proven the address', async () => {
    const mail = { from: 'Kaspar Vogel <kaspar@fresh.example>', to: 'support@gotrs.example' }
    await sendMail(inject('demoSmtpPort'), { ...mail, subject: 'Ducks by mail', text: 'They swim in circles.' })
    const agent = await visit(browser)
    await logInAsAgent(agent.page, url)
    await agent.page.goto(`${url}/agent/tickets?q=${encodeURIComponent('"Ducks by mail"')}`)
    await agent.page
      .getByRole('link', { name: /Ducks by mail/ })
      .first()
      .waitFor()

    const stranger = await visit(browser)
    await stranger.page.goto(`${url}/register`)
    await stranger.page.getByRole('textbox', { name: 'Name' }).fill('Kaspar Vogel')
    await stranger.page.getByRole('textbox', { name: 'Email' }).fill('kaspar@fresh.example')
    await stranger.page.getByLabel('Password', { exact: true }).fill('nine wooden ducks swim')
    await stranger.page.getByRole('button', { name: 'Register' }).click()
    await stranger.page.getByText(/mail/i).first().waitFor()

    // The demo catches outgoing mail: the outbox hides links, the development inbox shows them.
    const admin = await visit(browser)
    await logInAsAgent(admin.page, url, 'admin@gotrs.example')
    await admin.page.goto(`${url}/agent/settings/outbox`)
    await admin.page
      .getByRole('link', { name: /kaspar@fresh\.example/ })
      .first()
      .click()
    await admin.page.getByText('its content is hidden here').waitFor()
    expect(await admin.page.content()).not.toContain('token=')
    await admin.page.getByRole('link', { name: 'Development inbox' }).click()
    await admin.page.getByText('kaspar@fresh.example').first().click()
    const link = await admin.page
      .getByRole('link', { name: /verify-email\?token=/ })
      .first()
      .getAttribute('href')
    const requests: Request[] = []
    stranger.page.on('request', request => requests.push(request))
    await stranger.page.goto(link ?? '')
    await stranger.page.getByLabel('Password', { exact: true }).fill('nine wooden ducks swim')
    await stranger.page
      .getByRole('button')
      .filter({ hasText: /confirm|verify|address/i })
      .first()
      .click()
    await stranger.page.getByRole('link', { name: 'Ducks by mail' }).waitFor()
    expect(requests.length).toBeGreaterThan(3)
    const referers = await Promise.all(requests.map(async request => (await request.allHeaders()).referer ?? ''))
    expect(referers.filter(referer => referer.includes('token='))).toEqual([])
    await stranger.page.getByRole('link', { name: 'Open 1', exact: true }).waitFor()
    await stranger.page.getByRole('link', { name: 'Solved 0', exact: true }).waitFor()
    expect([...agent.faults, ...stranger.faults, ...admin.faults]).toEqual([])
  })
})
