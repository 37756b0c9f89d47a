import { type Desk, openDesk } from '@gotrs/core/desk'
import { createLog } from '@gotrs/core/kernel/create-log'
import { readSettings } from '../env.ts'
import { provideSecretKeys } from '../secrets/secret-keys.ts'
import { withDatabase } from './with-database.ts'

/** Opens the desk for one command, with the database, files and key of the server. It logs to standard error. */
export async function withDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
  return withDatabase(async databaseUrl => {
    const settings = readSettings()
    const [secretKey, ...oldSecretKeys] = await provideSecretKeys(settings)
    const desk = openDesk({
      databaseUrl,
      secretKey,
      oldSecretKeys,
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
      log: createLog({ level: settings.logLevel, name: 'command line' }),
    })
    try {
      return await work(desk)
    } finally {
      await desk.close()
    }
  })
}
