import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { until } from '../setup/wait.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)

describe('remote images', () => {
  const url = inject('demoUrl')
  const told: { path: string; headers: IncomingHttpHeaders }[] = []
  const spy = createServer((request, response) => {
    told.push({ path: request.url ?? '', headers: request.headers })
    const isGone = isPixelGone && request.url === '/pixel.png?who=omar&n=1'
    response.writeHead(isGone ? 410 : 200, { 'content-type': 'image/png', 'set-cookie': 'spy=1' }).end(png)
  })
  let isPixelGone = false
  let browser: Browser
  let spyUrl: string

  beforeAll(async () => {
    await new Promise<void>(resolve => spy.listen(0, '127.0.0.1', resolve))
    spyUrl = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`
    browser = await launchBrowser()
    await sendMail(inject('demoSmtpPort'), {
      from: 'Omar Haddad <omar@customer.example>',
      to: 'support@gotrs.example',
      subject: 'The price list with pictures',
      html: `<p>Look at this.</p><img src="${spyUrl}/pixel.png?who=omar&amp;n=1" alt="Pixel">
        <table><tr><td background="${spyUrl}/paper.png">Paper</td></tr></table>`,
    })
  })
  afterAll(async () => {
    spy.close()
    await browser.close()
  })

  it('are fetched by the desk when the agent requests it, without data about the reader', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, url)
    const requests = watch(page)
    await page.goto(`${url}/agent/tickets?q=${encodeURIComponent('"Look at this"')}`)
    const link = page.getByRole('link', { name: 'The price list with pictures' }).first()
    await link.click()
    const load = page.getByRole('button', { name: 'Load remote images' })
    await load.waitFor()
    const frame = page.frameLocator('iframe[title^="Message by"]').first()
    await frame.getByText('Look at this.').waitFor()
    expect(requests.filter(isElsewhere)).toEqual([])
    expect(requests.filter(isRemoteImage)).toEqual([])
    expect(told).toEqual([])

    await load.click()
    await until('both pictures to be asked for', async () => told.length === 2)
    await until(
      'the picture to be there',
      async () => (await frame.locator('img').evaluate((image: { naturalWidth?: number }) => image.naturalWidth)) === 1,
    )
    expect(requests.filter(isElsewhere)).toEqual([])
    expect(requests.filter(isRemoteImage)).toHaveLength(2)
    expect(told.map(({ path }) => path).sort()).toEqual(['/paper.png', '/pixel.png?who=omar&n=1'])
    for (const { headers } of told) {
      expect(headers['user-agent']).toBe('GOTRS')
      for (const name of ['cookie', 'referer', 'accept-language', 'x-forwarded-for', 'origin']) {
        expect(headers[name]).toBeUndefined()
      }
    }
    expect(faults).toEqual([])
    await context.close()
  })

  it('are loaded on request for customers, too; a missing image is replaced by its text', async () => {
    told.length = 0
    isPixelGone = true
    const { page, context, faults } = await visit(browser, { width: 390, height: 844, colorScheme: 'dark' })
    await logInAsCustomer(page, url, 'omar@customer.example')
    const requests = watch(page)
    await page
      .getByRole('link', { name: /The price list with pictures/ })
      .first()
      .click()
    const load = page.getByRole('button', { name: 'Load remote images' })
    await load.waitFor()
    expect(told).toEqual([])
    await load.click()
    await until('both pictures to be asked for', async () => told.length === 2)
    const image = page.frameLocator('iframe[title^="Message from"]').first().locator('img')
    const isDrawn = () => image.evaluate((it: { naturalHeight?: number }) => it.naturalHeight === 150)
    await until('the words to stand in its place', isDrawn)
    expect(requests.filter(isElsewhere)).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  function watch(page: Page): string[] {
    const requests: string[] = []
    page.on('request', request => requests.push(request.url()))
    return requests
  }
  const isElsewhere = (asked: string) => !asked.startsWith(`${url}/`) && !/^(data|blob|about):/.test(asked)
  const isRemoteImage = (asked: string) => asked.includes('/remote-image?')
})
