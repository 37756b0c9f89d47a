import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { until } from '../setup/wait.ts'

describe('what an agent is writing', () => {
  let product: Product
  let browser: Browser
  let ticketUrl: string
  const faults: string[][] = []
  let devices: [Page, Page]

  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await launchBrowser()
    const [{ page: one }, { page: two }] = [await device(), await device()]
    devices = [one, two]
    await one.goto(`${product.url}/agent/tickets/new`)
    await one.getByRole('combobox', { name: 'Customer' }).fill('omar@customer.example')
    await one.getByRole('textbox', { name: 'Subject' }).fill('The scanner jams')
    await one.getByRole('textbox', { name: 'What is it about?' }).fill('Every third page.')
    await one.getByRole('button', { name: 'Create ticket' }).click()
    await one.getByRole('heading', { name: 'The scanner jams' }).waitFor()
    ticketUrl = one.url()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
  })

  /** Ana's browser on another device, logged in. */
  async function device(): Promise<{ page: Page; context: BrowserContext }> {
    const opened = await visit(browser)
    faults.push(opened.faults)
    await logInAsAgent(opened.page, product.url)
    return opened
  }
  const message = (page: Page) => page.getByRole('textbox', { name: 'Message' })
  const textIn = async (page: Page) => {
    const box = message(page)
    return (await box.evaluate(it => ('value' in it ? String(it.value) : it.textContent))) ?? ''
  }
  const shows = (page: Page, text: string) =>
    until(`"${text}" in the composer`, async () => (await textIn(page)) === text)
  const saved = (page: Page) =>
    page.getByRole('status', { name: 'Draft' }).getByText('Saved', { exact: true }).waitFor()

  async function twoDevices(): Promise<[Page, Page]> {
    for (const page of devices) {
      await page.goto(ticketUrl)
      await message(page).waitFor()
    }
    return devices
  }
  async function startOver(page: Page) {
    await message(page).press('Control+A')
    await message(page).press('Delete')
    await until('an empty draft', async () => (await textIn(page)) === '')
    await until('the end of the draft', async () => !(await page.getByText('Saving…').isVisible()))
  }

  it('appears on their other device while they write, and goes on there', async () => {
    const [one, two] = await twoDevices()
    await message(one).fill('Please clean the glass.')
    await shows(two, 'Please clean the glass.')
    await message(one).press('End')
    await message(one).pressSequentially(' Then try again.')
    await shows(two, 'Please clean the glass. Then try again.')
    await message(two).click()
    await message(two).press('Control+End')
    await message(two).pressSequentially(' Thank you.')
    await shows(one, 'Please clean the glass. Then try again. Thank you.')
    await expect(one.getByText('You also wrote on another device').count()).resolves.toBe(0)
    await startOver(two)
    await shows(one, '')
  })

  /** Both write without a connection between them, as on a train. */
  async function writeApart(one: Page, two: Page) {
    await one.context().setOffline(true)
    await message(one).fill('Written on the train.')
    await message(two).fill('Written at the desk.')
    await saved(two)
    await one.context().setOffline(false)
    await one.getByText('You also wrote on another device').waitFor()
  }

  it('is kept twice when both devices wrote, until they choose', async () => {
    const [one, two] = await twoDevices()
    await writeApart(one, two)
    expect(await textIn(one)).toBe('Written on the train.')
    await one.getByRole('alert', { name: 'Two texts' }).getByText('Written at the desk.').waitFor()
    expect(await textIn(two)).toBe('Written at the desk.')
    expect(await one.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).toBe('true')
    await one.getByRole('button', { name: 'Keep both' }).click()
    await shows(two, 'Written on the train.Written at the desk.')
    await shows(one, 'Written on the train.Written at the desk.')

    await startOver(one)
    await shows(two, '')
    await writeApart(one, two)
    await one.getByRole('button', { name: 'Use the other text' }).click()
    await shows(one, 'Written at the desk.')

    await startOver(one)
    await shows(two, '')
    await writeApart(one, two)
    await one.getByRole('button', { name: 'Use this text' }).click()
    await shows(two, 'Written on the train.')
    await startOver(one)
  })

  /** A send can lead to the next ticket. */
  async function goBack(page: Page) {
    await page.getByRole('status', { name: 'Result' }).getByText('answered').waitFor()
    await page.goto(ticketUrl)
    await message(page).waitFor()
  }

  it('ends on the other device when it is sent, and does not come back', async () => {
    const [one, two] = await twoDevices()
    await message(one).fill('Only for staff: the scanner is old.')
    await shows(two, 'Only for staff: the scanner is old.')
    await one.getByRole('button', { name: 'Send', exact: true }).click()
    await two.getByText('You sent this in another window.').waitFor()
    await shows(two, '')
    await goBack(one)
    await shows(one, '')
    await message(two).fill('A second answer.')
    await saved(two)
    await shows(one, 'A second answer.')
    await two.reload()
    await shows(two, 'A second answer.')
    await startOver(two)
  })

  it('keeps what was typed elsewhere while it was sent, and says so', async () => {
    const [one, two] = await twoDevices()
    await message(one).fill('Almost ready')
    await shows(two, 'Almost ready')
    await one.context().setOffline(true)
    await message(one).fill('Almost ready, and more')
    await two.getByRole('button', { name: 'Send', exact: true }).click()
    await goBack(two)
    await shows(two, '')
    await one.context().setOffline(false)
    await one.getByRole('alert', { name: 'Two texts' }).getByText('You sent this in another window.').waitFor()
    expect(await textIn(one)).toBe('Almost ready, and more')
    await one.getByRole('button', { name: 'Delete this text' }).click()
    await shows(one, '')
  })

  it('says that a send got no answer, and sends at the next press', async () => {
    const [page] = devices
    await page.goto(ticketUrl)
    await message(page).fill('Sent from the train.')
    await saved(page)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('The server did not answer. Send it again.').waitFor()
    expect(await textIn(page)).toBe('Sent from the train.')
    await page.context().setOffline(false)
    await page.getByRole('status', { name: 'Connection' }).getByText('No connection').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await goBack(page)
    await shows(page, '')
  })

  it('survives a page that crashes right after the last key', async () => {
    const { page, context } = await device()
    await page.goto(ticketUrl)
    await message(page).fill('Begun')
    await saved(page)
    await message(page).press('Control+End')
    await page.keyboard.type(' and not saved yet')
    const session = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void session.send('Page.crash').catch(() => undefined)
    await crashed
    const next = await context.newPage()
    await next.goto(ticketUrl)
    await shows(next, 'Begun and not saved yet')
    await saved(next)
    await startOver(next)
  })

  it('reaches the server when the tab is closed right after the last key', async () => {
    const [, two] = await twoDevices()
    const { page: one } = await device()
    await one.goto(ticketUrl)
    await message(one).fill('Begun')
    await shows(two, 'Begun')
    await message(one).press('Control+End')
    await one.keyboard.type(' and closed at once')
    await one.close({ runBeforeUnload: true })
    await shows(two, 'Begun and closed at once')
    await startOver(two)
  })

  it('stays in the form for a new ticket, on every device, until it is created or deleted', async () => {
    const [one, two] = devices
    const form = `${product.url}/agent/tickets/new`
    const subject = (page: Page) => page.getByRole('textbox', { name: 'Subject' })
    const text = (page: Page) => page.getByRole('textbox', { name: 'What is it about?' })
    await one.goto(form)
    await one.getByRole('combobox', { name: 'Customer' }).fill('omar@customer.example')
    await subject(one).fill('A second scanner')
    await text(one).fill('It hums.')
    await saved(one)
    await one.getByRole('link', { name: 'Close' }).click()
    await one.goto(form)
    await two.goto(form)
    for (const page of [one, two]) {
      await until('the restored form', async () => (await subject(page).inputValue()) === 'A second scanner')
      expect(await text(page).inputValue()).toBe('It hums.')
    }
    await text(two).fill('It hums loudly.')
    await until('the text of the other device', async () => (await text(one).inputValue()) === 'It hums loudly.')
    await two.getByRole('button', { name: 'Create ticket' }).click()
    await two.getByRole('heading', { name: 'A second scanner' }).waitFor()
    await until('an empty form', async () => (await subject(one).inputValue()) === '')
    await subject(one).fill('Not wanted')
    await saved(one)
    await one.getByRole('button', { name: 'Delete draft' }).click()
    await one.reload()
    await subject(one).waitFor()
    expect(await subject(one).inputValue()).toBe('')
    expect(faults.flat()).toEqual([])
  })
})
