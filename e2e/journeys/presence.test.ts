import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { until } from '../setup/wait.ts'

describe('two agents on one ticket', () => {
  let product: Product
  let browser: Browser
  let ana: Page
  let ben: Page
  const faults: string[][] = []
  let number: string

  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await launchBrowser()
    ana = await agent('ana@gotrs.example')
    ben = await agent('ben@gotrs.example')
    for (const page of [ana, ben]) await readAll(page)
    await ana.goto(`${product.url}/agent/tickets/new`)
    await ana.getByRole('combobox', { name: 'Customer' }).fill('omar@customer.example')
    await ana.getByRole('textbox', { name: 'Subject' }).fill('The scanner jams')
    await ana.getByRole('textbox', { name: 'What is it about?' }).fill('Every third page.')
    await ana.getByRole('button', { name: 'Create ticket' }).click()
    await ana.getByRole('heading', { name: 'The scanner jams' }).waitFor()
    number = /tickets\/(\d+)/.exec(ana.url())?.[1] ?? ''
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
  })

  async function agent(email: string): Promise<Page> {
    const { page, faults: own } = await visit(browser)
    faults.push(own)
    await logInAsAgent(page, product.url, email)
    return page
  }
  /** The demo has news from its last day. */
  async function readAll(page: Page) {
    await page.getByRole('button', { name: /^Notices, \d+ unread/ }).click()
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await page.keyboard.press('Escape')
  }
  const open = async (page: Page) => {
    await page.goto(`${product.url}/agent/tickets/${number}?q=is%3Aopen`)
    await page.getByRole('heading', { name: 'The scanner jams' }).waitFor()
  }
  const write = async (page: Page) => {
    await page.getByRole('textbox', { name: 'Message' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await page.getByRole('tab', { name: 'Note', selected: true }).waitFor()
    await page.locator('.ProseMirror').waitFor()
  }

  /** A window of Ana in which a colleague views a ticket whose tab was killed: the desk takes a while to notice. */
  let killed: Page

  it('see each other view and write, in the ticket and on its row', async () => {
    await open(ana)
    await open(ben)
    await ana.getByRole('status').getByText('Ben Okafor is viewing').waitFor()
    await ben
      .getByRole('status')
      .getByText(/Ana .* is viewing/)
      .waitFor()
    await ana.getByRole('list').getByText('Ben Okafor is viewing').first().waitFor({ state: 'attached' })
    await write(ben)
    await ben.keyboard.type('I look at it')
    await ana.getByRole('status').getByText('Ben Okafor is writing').waitFor()

    killed = await agent('ana@gotrs.example')
    const third = await agent('admin@gotrs.example')
    for (const page of [killed, third]) await open(page)
    await isThere(killed).waitFor()
    // A tab that crashes says nothing.
    await third.goto('chrome://crash').catch(() => {})
    await third.context().close()
    expect(await isThere(killed).count()).toBe(1)
  })
  const isThere = (page: Page) => page.getByRole('status').getByText(/Mara Lindqvist.* (is|are) viewing/)

  it('find a mention in the bell, which opens the ticket at the note', async () => {
    await ben.goto(`${product.url}/agent/tickets?q=is%3Asnoozed`)
    await open(ana)
    await write(ana)
    await ana.keyboard.type('Please look, @be')
    await ana.getByRole('option', { name: 'Ben Okafor' }).waitFor()
    await ana.keyboard.press('Enter')
    await ana.keyboard.type('before noon.')
    await ana.getByRole('button', { name: 'Add note' }).click()
    const note = (page: Page) => page.getByRole('article', { name: /^Internal note by Ana/ })
    await note(ana).waitFor()

    const bell = ben.getByRole('button', { name: 'Notices, 1 unread' })
    await bell.waitFor()
    expect(await ben.title()).toMatch(/^\(1\) /)
    await bell.click()
    await ben.getByRole('link', { name: /mentioned you.*The scanner jams/ }).click()
    await note(ben).waitFor()
    expect(ben.url()).toMatch(/#message-/)
    const mention = note(ben).frameLocator('iframe').locator('mark[data-mention=me]')
    expect(await mention.textContent()).toBe('@Ben Okafor')
    await ben.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    expect(await ben.title()).not.toMatch(/^\(/)
    await ben.getByRole('button', { name: 'Unfollow' }).waitFor()
  })

  it('get news outside the app while no window of it is visible, without the words, and a click opens the ticket', async () => {
    await ben.context().grantPermissions(['notifications'], { origin: product.url })
    await ben.addInitScript(recordNotifications)
    await ben.goto(`${product.url}/agent/settings/account`)
    await ben.getByRole('switch', { name: 'Show notifications of this browser' }).click()
    await ben.getByRole('switch', { name: 'Show notifications of this browser', checked: true }).waitFor()
    // Seen by Ben: nothing outside the app.
    await addNote('The first one, which Ben sees.')
    await ben.getByRole('button', { name: 'Notices, 1 unread' }).waitFor()
    expect(await shown(ben)).toEqual([])
    await ben.evaluate('hideWindow()')
    await addNote('The canary must not be in a notification.')
    await until('a notification', async () => (await shown(ben)).length > 0)
    expect(await shown(ben)).toEqual([
      { title: `#${number} The scanner jams`, body: expect.stringMatching(/^Ana .* added a note$/) },
    ])
    await ben.evaluate('clickNotification()')
    await ben.getByRole('heading', { level: 1, name: 'The scanner jams' }).waitFor()
    expect(ben.url()).toMatch(/q=is%3Aopen#message-/)
  })
  async function addNote(text: string) {
    await open(ana)
    await write(ana)
    await ana.keyboard.type(text)
    await ana.getByRole('button', { name: 'Add note' }).click()
    await ana.getByRole('status', { name: 'Result' }).getByText('has your note').waitFor()
  }

  it('get the news of a ticket that they follow', async () => {
    await open(ana)
    await ana.keyboard.press('w')
    await ana
      .getByRole('combobox', { name: 'Name' })
      .or(ana.getByRole('textbox', { name: 'Name' }))
      .first()
      .waitFor()
    await ana.keyboard.press('Enter')
    await ana.getByRole('button', { name: 'Unfollow' }).waitFor()
    await ana.goto(`${product.url}/agent/tickets?q=follower%3Ame`)
    await ana.getByRole('link', { name: /The scanner jams/ }).waitFor()
    await sendMail(product.smtpPort, {
      from: 'Omar Haddad <omar@customer.example>',
      to: 'support@gotrs.example',
      subject: `Re: [#${number}] The scanner jams`,
      text: 'It works again.',
    })
    await ana.getByRole('button', { name: /Notices, 1 unread/ }).click()
    await ana.getByRole('link', { name: /wrote.*The scanner jams/ }).waitFor()
  })

  it('no longer see who viewed it in a tab that was killed', async () => {
    await isThere(killed).waitFor({ state: 'detached', timeout: 60_000 })
    expect(faults.flat()).toEqual([])
  })
})

type Shown = { title: string; body: string }
const shown = (page: Page) => page.evaluate('shown.map(({ title, body }) => ({ title, body }))') as Promise<Shown[]>

/** In the page: keeps the notifications that the browser shows; and a window that nobody looks at, as far as pages can tell. */
const recordNotifications = `
  window.shown = []
  const Shown = window.Notification
  window.Notification = class extends Shown {
    constructor(title, options) {
      super(title, options)
      window.shown.push(this)
    }
  }
  window.clickNotification = () => window.shown[0].onclick()
  window.hideWindow = () => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  }
`
