import { type Desk, openDesk } from '@gotrs/core/desk'
import pino from 'pino'
import { readSettings } from '../env.ts'
import { provideSecretKey } from '../start/secret-key.ts'
import { withDatabase } from './with-database.ts'

/** The desk on the same database, files and key as the server, for one command. Its log goes to standard error. */
export async function withDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
  return withDatabase(async databaseUrl => {
    const settings = readSettings()
    const desk = openDesk({
      databaseUrl,
      secretKey: await provideSecretKey(settings),
      blobsDir: settings.blobsDir,
      baseUrl: settings.baseUrl,
      info: {
        businessName: 'GOTRS',
        isDemo: settings.hasDemo,
        hasDevelopmentInbox: false,
        maxAttachmentBytes: 25 * 1024 * 1024,
      },
      valkeyUrl: settings.valkeyUrl,
      privateHosts: settings.privateHosts,
      poolSize: 2,
      applicationName: 'gotrs command line',
      log: pino({ level: settings.logLevel }, pino.destination({ fd: 2, sync: true })),
    })
    try {
      return await work(desk)
    } finally {
      await desk.close()
    }
  })
}
