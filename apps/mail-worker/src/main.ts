import { openDesk } from '@gotrs/core/desk'
import { createFiler } from '@gotrs/core/inbound/filing/file-at-once'
import type { Filer } from '@gotrs/core/inbound/ledger/ledger'
import { resumeMails } from '@gotrs/core/inbound/ledger/resume'
import { poisonMails } from '@gotrs/core/inbound/reading/poison'
import { createLog, takeConsole } from '@gotrs/core/kernel/create-log'
import { isOfJobLibrary } from '@gotrs/core/kernel/job-library/rejection'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { crashAt } from '@gotrs/core/mailboxes/crash-points'
import { startDeliverSocket } from './deliver-socket/server.ts'
import { readSettings, type Settings } from './env.ts'
import { startReaders } from './imap-in/readers.ts'
import { startJobRunner } from './jobs.ts'
import { createLoop, type Loop } from './loop.ts'
import { startOutbox } from './outbox.ts'
import { createProcessLocks } from './process-locks.ts'
import { startRecovery } from './recovery.ts'
import { watchSettings } from './settings-watch.ts'
import { startSetup } from './setup.ts'
import { type Listener, startListener } from './smtp-in/listener.ts'
import { createMailSender } from './smtp-out/send-mail.ts'
import { startWebhooks } from './webhooks.ts'

const resumeEveryMs = 1_000

/** The mail-worker: mail in over SMTP, LMTP and IMAP, jobs, and mail out. It waits for an unavailable database. */
export async function runMailWorker(): Promise<{ stop(): Promise<void> }> {
  const settings = readSettings()
  crashAt(settings.crashPoint)
  poisonMails(settings.poisonWord)
  const log = createLog({ level: settings.logLevel, name: 'mail-worker' })
  const restoreConsole = takeConsole(log)
  const desk = openDesk({
    databaseUrl: settings.databaseUrl,
    secretKey: settings.secretKey,
    oldSecretKeys: settings.oldSecretKeys,
    secretKeyFile: settings.secretKeyFile,
    blobsDir: settings.blobsDir,
    baseUrl: settings.baseUrl,
    info: { businessName: 'GOTRS', isDemo: false, hasDevelopmentInbox: false, maxAttachmentBytes: 25 * 1024 * 1024 },
    valkeyUrl: settings.valkeyUrl,
    privateHosts: settings.privateHosts,
    applicationName: 'gotrs mail-worker',
    poolSize: 20,
    log,
  })
  const filer = createFiler(desk)
  const listeners = await startListeners(desk, settings, filer)
  const deliverSocket = await startDeliverSocket(desk, settings.dataDir)
  const locks = createProcessLocks(desk)
  const recovery = startRecovery(desk, locks)
  const readers = startReaders(desk, locks, { perSender: settings.arrivals.perSender, filer })
  const jobs = [startJobRunner(desk, recovery, 'filing'), startJobRunner(desk, recovery, 'rest')]
  const parts: Loop[] = [
    readers,
    ...jobs,
    startOutbox(desk, createMailSender(settings.smtpServer)),
    watchSettings(desk, readers),
    startWebhooks(desk),
    startSetup(desk),
    createLoop(desk, 'resuming mail in', () => resumeMails(desk, filer.mine()).then(() => resumeEveryMs)),
  ]
  const onUnhandled = (error: unknown) => {
    if (isOfJobLibrary(error)) {
      log.error({ err: error }, 'the job runner failed, restarting it')
      for (const lane of jobs) lane.restart()
      return
    }
    // The state of the process is unknown. The next process recovers its jobs and mails.
    log.fatal({ err: error }, 'the mail-worker stops because of an unexpected error')
    process.exit(1)
  }
  process.on('unhandledRejection', onUnhandled)
  return {
    async stop() {
      await Promise.all([deliverSocket, filer, ...listeners, ...parts].map(part => part.stop()))
      await recovery.stop()
      locks.close()
      await desk.close()
      process.off('unhandledRejection', onUnhandled)
      restoreConsole()
    },
  }
}

async function startListeners(kernel: Kernel, settings: Settings, filer: Filer): Promise<Listener[]> {
  const { host, arrivals, smtpInPort, lmtpInPort, smtpTls } = settings
  const [smtp, lmtp] = [
    { host, arrivals, filer, port: smtpInPort, protocol: 'smtp' as const, tls: smtpTls },
    { host, arrivals, filer, port: lmtpInPort, protocol: 'lmtp' as const },
  ]
  const started: Listener[] = []
  if (smtpInPort) started.push(await startListener(kernel, smtp))
  if (lmtpInPort) started.push(await startListener(kernel, lmtp))
  return started
}
