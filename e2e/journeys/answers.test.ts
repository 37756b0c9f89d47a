import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { waitForText } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

const ida = 'ida@meridian.example'

describe('an answer', () => {
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

  it('is not sent while an address is wrong, and keeps who is in copy for the next one', async () => {
    const { page, context, faults, replies } = await openFirst()
    await page.keyboard.press('r')
    await page.keyboard.type('We ask Ida.')
    const copies = page.getByRole('combobox', { name: 'CC', exact: true })
    await copies.fill('ida@meridian')
    await copies.press('Tab')
    await page.getByText('“ida@meridian” is not a valid email address').waitFor()
    expect(await copies.inputValue()).toBe('ida@meridian')
    const send = page.getByRole('button', { name: 'Send', exact: true })
    expect(await send.getAttribute('aria-description')).toBe('CC: “ida@meridian” is not a valid email address')
    await page.getByRole('textbox', { name: 'Message' }).press('Control+Enter')
    await copies.fill(ida)
    await copies.press('Enter')
    await page.getByText('is not a valid email address').waitFor({ state: 'detached' })
    expect(replies).toEqual([])
    await page.getByRole('textbox', { name: 'Message' }).press('Control+Enter')
    await sink.mailTo(ida, caught => caught.parsed.text.includes('We ask Ida.'))

    await waitForText(page, 'We ask Ida.')
    await page.getByRole('region', { name: 'Write' }).getByText(ida).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('And once more.')
    await page.keyboard.press('Control+Shift+Enter')
    await sink.mailTo(ida, caught => caught.parsed.text.includes('And once more.'))
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    expect(replies.map(reply => reply.thenResolve)).toEqual([false, true])
    expect(faults).toEqual([])
    await context.close()
  })

  it('keeps a wrong address beside a note, and forgets it with the closed composer', async () => {
    const { page, context, faults } = await openFirst()
    await page.keyboard.press('r')
    const copies = page.getByRole('combobox', { name: 'CC', exact: true })
    await copies.fill('ida@meridian')
    await copies.press('Tab')
    const send = page.getByRole('button', { name: 'Send', exact: true })
    const reason = () => send.getAttribute('aria-description')
    await page.getByRole('textbox', { name: 'Message' }).click()
    await page.getByRole('tab', { name: 'Note' }).click()
    await copies.waitFor({ state: 'hidden' })
    await page.getByRole('tab', { name: 'Reply' }).click()
    await copies.waitFor()
    expect(await copies.inputValue()).toBe('ida@meridian')
    await until('the reason', async () => (await reason())?.startsWith('CC:') ?? false)

    await page.getByRole('textbox', { name: 'Message' }).press('Escape')
    await copies.waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await copies.waitFor()
    expect(await copies.inputValue()).toBe('')
    await until('no reason but the empty text', async () => (await reason()) === 'Write a message or attach a file')
    expect(faults).toEqual([])
    await context.close()
  })

  it('that a colleague was quicker with is looked at first', async () => {
    const { page, context, faults, replies } = await openFirst()
    await page.keyboard.press('r')
    await page.keyboard.type('Mine.')
    const ben = await visit(browser)
    await logInAsAgent(ben.page, product.url, 'ben@gotrs.example')
    await ben.page.goto(page.url())
    await ben.page.getByRole('heading', { level: 1 }).waitFor()
    const text = ben.page.getByRole('textbox', { name: 'Message' })
    await text.fill('Ben was quicker.')
    await text.press('Control+Enter')
    await page.getByText('New: Ben Okafor answered').waitFor()
    await page.getByRole('textbox', { name: 'Message' }).press('Control+Enter')
    const notice = page.getByRole('alert').filter({ hasText: 'The ticket has changed' })
    expect(await notice.getByRole('button').allTextContents()).toEqual(['Look first', 'Send anyway'])
    expect(await notice.getByRole('button').first().getAttribute('data-variant')).not.toBe('default')
    expect(replies).toEqual([])
    await notice.getByRole('button', { name: 'Look first' }).click()
    await notice.waitFor({ state: 'detached' })
    await until('a place for the focus', async () => (await page.locator('body *:focus').count()) === 1)
    expect(faults).toEqual([])
    await ben.context.close()
    await context.close()
  })

  async function openFirst() {
    const visitor = await visit(browser)
    const replies: { thenResolve: boolean }[] = []
    visitor.page.on('request', request => {
      if (!/\/trpc\/[^?]*messages\.reply/.test(request.url())) return
      replies.push(request.postDataJSON())
    })
    await logInAsAgent(visitor.page, product.url)
    await firstTicket(visitor.page)
    return { ...visitor, replies }
  }
})

async function firstTicket(page: Page): Promise<void> {
  await page.locator('a[data-ticket]').first().click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}
