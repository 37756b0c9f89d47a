import { setTimeout as wait } from 'node:timers/promises'
import { attachmentLimits } from '@gotrs/contract/attachments'
import { openDesk } from '@gotrs/core/desk'
import { createLog, takeConsole } from '@gotrs/core/kernel/create-log'
import { readSettings, type Settings } from './env.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/listen.ts'
import { createMetrics } from './http/metrics.ts'

// The parent process waits some seconds for this one to end by itself.
const graceMs = 4_000

/** The HTTP server, until `stop`. @throws Error with the whole list of settings that are wrong */
export async function runServer(settings: Settings = readSettings()): Promise<{ url: string; stop(): Promise<void> }> {
  const log = createLog({ level: settings.logLevel, name: 'server', fd: 1 })
  const giveConsoleBack = takeConsole(log)
  const desk = openDesk({
    databaseUrl: settings.databaseUrl,
    valkeyUrl: settings.valkeyUrl,
    privateHosts: settings.privateHosts,
    secretKey: settings.secretKey,
    oldSecretKeys: settings.oldSecretKeys,
    secretKeyFile: settings.secretKeyFile,
    blobsDir: settings.blobsDir,
    baseUrl: settings.baseUrl,
    sessionMaxDays: settings.sessionMaxDays,
    info: {
      businessName: 'GOTRS',
      isDemo: settings.isDemo,
      hasDevelopmentInbox: settings.hasDevelopmentInbox,
      maxAttachmentBytes: attachmentLimits.maxBytes,
    },
    applicationName: 'gotrs server',
    log,
  })
  const app = createApp({ desk, settings, log, metrics: createMetrics(desk) })
  const listener = await listen(app, settings.host, settings.port).catch(async error => {
    await desk.close()
    giveConsoleBack()
    throw error
  })
  log.info({ port: listener.port, host: settings.host }, 'listening')
  return {
    url: settings.baseUrl,
    async stop() {
      // Streams never end by themselves: the server asks clients to open them again, and they connect to the next
      // process.
      await desk.live.stop()
      await listener.close(graceMs)
      await Promise.race([desk.close(), wait(1_000)])
      giveConsoleBack()
    },
  }
}
