import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { appears } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

const omar = 'omar@customer.example'
const ana = 'ana@gotrs.example'

describe("an agent's answer by mail that is not authenticated", () => {
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

  it('becomes the text of the open composer, which the agent reads before sending', async () => {
    const { page, context, faults } = await visit(browser)
    await askToBeMailed(page)
    const question = await take(page, 'Draft one')
    await answerAsAna('Draft one', question)
    await page.getByText('GOTRS could not confirm that you wrote it').waitFor()
    const text = page.getByRole('textbox', { name: 'Message' })
    await until('the words in the composer', async () => (await text.textContent())?.includes('By mail: Draft one'))
    await page.getByText(/became a draft/).waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await sink.mailTo(omar, caught => caught.parsed.text.includes('By mail: Draft one'))
    await until('an empty composer', async () => (await text.textContent()) === '')
    await page.reload()
    await text.waitFor()
    expect(await text.textContent()).toBe('')
    expect(faults).toEqual([])
    await context.close()
  })

  it('never replaces text that the agent is writing', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url)
    const question = await take(page, 'Draft two')
    const text = page.getByRole('textbox', { name: 'Message' })
    await text.fill('I am at it already.')
    await page.getByText('Saved', { exact: true }).waitFor()
    await answerAsAna('Draft two', question)
    await page
      .getByRole('article', { name: /^Internal note by Ana/ })
      .getByText('By mail: Draft two')
      .waitFor()
    expect(await text.textContent()).toBe('I am at it already.')
    expect(faults).toEqual([])
    await context.close()
  })

  async function askToBeMailed(page: Page): Promise<void> {
    await logInAsAgent(page, product.url)
    await page.goto(`${product.url}/agent/settings/account`)
    await page.getByRole('switch', { name: 'A customer writes in a ticket of yours, or one that you follow' }).click()
    await page.getByText('Saved which news you get by email').waitFor()
  }

  const write = (subject: string, more: object = {}) =>
    sendMail(product.smtpPort, {
      from: `Omar Haddad <${omar}>`,
      to: 'support@gotrs.example',
      subject,
      text: `${subject} asks.`,
      ...more,
    })

  /** Opens a ticket of Omar's and assigns it to Ana. Returns the Message-ID of its mail. */
  async function take(page: Page, subject: string): Promise<string> {
    const { messageId } = await write(subject)
    const link = page.getByRole('link', { name: subject }).first()
    await until('the ticket', async () => {
      await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent(`"${subject}"`)}`)
      return appears(link)
    })
    await link.click()
    await page.getByRole('button', { name: 'Take' }).click()
    await page.getByText('took it').waitFor()
    return messageId
  }

  /** Sends an answer to Ana's signed address from a foreign server. */
  async function answerAsAna(subject: string, inReplyTo: string): Promise<void> {
    await write(`Re: ${subject}`, { inReplyTo, text: 'Is anybody there?' })
    const notification = await sink.mailTo(ana, caught => caught.parsed.subject.includes(subject))
    const to = notification.parsed.replyTo?.address ?? ''
    const envelope = { from: 'x@elsewhere.example', to }
    await write(`Re: ${subject}`, { from: ana, to, envelope, text: `By mail: ${subject}` })
  }
})
