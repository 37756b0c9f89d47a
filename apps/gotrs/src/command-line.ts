import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { examples } from './examples.ts'
import { addHelp } from './help.ts'
import { keepRunningWithoutReader } from './mail/lines.ts'

// EX_TEMPFAIL of sysexits.h.
export const tryAgainLater = 75

type Json = { json?: boolean }
const json = ['--json', 'print the result as one line of JSON'] as const

/** Each command loads its code only when it runs: `gotrs mail parse` loads no database driver. */
export function buildCommandLine(): Command {
  const gotrs = new Command('gotrs')
    .description('GOTRS, the helpdesk: mail, the portal or an API call becomes a ticket, agents answer.')
    .version('0.1.0\nThe licences of the included packages are in the file THIRD-PARTY-NOTICES next to the program.')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Run gotrs help for a list of commands, gotrs help COMMAND for one command.')
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      '\nSettings are environment variables; GOTRS also reads a file named .env in the working folder.\nExit codes: 0 success, 1 failure, 2 wrong command line.',
    )
  addRunning(gotrs)
  addDatabase(gotrs)
  addMail(gotrs)
  addUser(gotrs)
  addSecrets(gotrs)
  addDoctor(gotrs)
  addHelp(gotrs)
  return gotrs
}

function addRunning(gotrs: Command): void {
  gotrs
    .command('start')
    .description('start everything: Postgres (unless DATABASE_URL is set), the server and the mail-worker')
    .addOption(new Option('--dev', 'restart the server and the mail-worker on request of npm run dev').hideHelp())
    .addHelpText('after', examples(['gotrs start', 'PORT=9000 DATA_DIR=/srv/gotrs gotrs start']))
    .hook('preAction', keepRunningWithoutReader)
    .action(async (options: { dev?: boolean }) => (await import('./start/start.ts')).start(options))
  gotrs
    .command('server')
    .description('run only the HTTP server (needs DATABASE_URL and SECRET_KEY)')
    .addHelpText('after', examples(['DATABASE_URL=postgres://… SECRET_KEY=… gotrs server']))
    .hook('preAction', keepRunningWithoutReader)
    .action(async () => (await import('./run/server.ts')).server())
  gotrs
    .command('mail-worker')
    .description('run only the mail-worker: IMAP, SMTP and LMTP in, SMTP out (needs DATABASE_URL and SECRET_KEY)')
    .addHelpText('after', examples(['DATABASE_URL=postgres://… SECRET_KEY=… gotrs mail-worker']))
    .hook('preAction', keepRunningWithoutReader)
    .action(async () => (await import('./run/mail-worker.ts')).mailWorker())
}

function addDatabase(gotrs: Command): void {
  gotrs
    .command('migrate')
    .option(...json)
    .description('migrate the database to the newest schema; safe to repeat and while GOTRS runs')
    .addHelpText('after', examples(['gotrs migrate', 'DATABASE_URL=postgres://… gotrs migrate']))
    .action(async (options: Json) => (await import('./database/migrate.ts')).migrate(options))
  gotrs
    .command('seed')
    .option(
      '--tickets <N>',
      'instead of the demo, N made-up tickets with their people and mail',
      wholeNumber(1, 10_000_000),
    )
    .option(...json)
    .description('add demo data to an empty database: people, tickets and mail')
    .addHelpText('after', examples(['gotrs seed', 'DATA_DIR=/tmp/large gotrs seed --tickets 1000000']))
    .action(async (options: Json & { tickets?: number }) => (await import('./database/seed.ts')).seed(options))
}

function addMail(gotrs: Command): void {
  const mail = gotrs.command('mail').description('parse, sanitise, deliver and replay mail')
  mail
    .command('parse')
    .argument('[FILE...]', 'mail files; without any, reads one mail from standard input')
    .option('--batch', 'read {"id","file"} lines from standard input and write one JSON line for each')
    .description('parse mails and print each as one line of JSON; uses no database')
    .addHelpText('after', examples(['gotrs mail parse message.eml', 'gotrs mail parse --batch < list.ndjson']))
    .action(async (files: string[], options) => (await import('./mail/parse.ts')).parse(files, options))
  mail
    .command('sanitise')
    .requiredOption('--batch', 'read {"id","html"} lines from standard input and write them with sanitised HTML')
    .description('sanitise HTML in the same way as mail bodies')
    .addHelpText('after', examples(['gotrs mail sanitise --batch < bodies.ndjson']))
    .action(async () => (await import('./mail/sanitise.ts')).sanitise())
  mail
    .command('deliver')
    .requiredOption('--mailbox <NAME>', 'name of the mailbox that receives the mail')
    .option('--from <ADDRESS>', 'envelope sender (MAIL FROM); "" or MAILER-DAEMON for the null sender')
    .option(
      '--to <ADDRESS>',
      'envelope recipient (RCPT TO); may be repeated',
      (to, all) => [...all, to],
      [] as string[],
    )
    .exitOverride(askAgainLater)
    .description('deliver one mail from standard input; exit code 75 asks the mail server to retry later')
    .addHelpText(
      'after',
      examples([
        'gotrs mail deliver --mailbox Support < message.eml',
        'gotrs mail deliver --mailbox Support --from "$SENDER" --to "$RECIPIENT" < message.eml',
      ]),
    )
    .action(async (options: { mailbox: string; from?: string; to: string[] }) =>
      (await import('./mail/deliver.ts')).deliver(options),
    )
  mail
    .command('replay')
    .requiredOption('--quarantined', 'replay the mails in quarantine, oldest first')
    .option('--limit <N>', 'maximum number of mails, 1 to 10000', wholeNumber(1, 10_000), 100)
    .description('process mails again that failed, for example after an upgrade; prints the outcome of each')
    .addHelpText('after', examples(['gotrs mail replay --quarantined', 'gotrs mail replay --quarantined --limit 1000']))
    .action(async (options: { limit: number }) => (await import('./mail/replay.ts')).replay(options))
}

function addUser(gotrs: Command): void {
  const user = gotrs.command('user').description('manage people')
  user
    .command('create')
    .requiredOption('--email <EMAIL>', 'address to log in with')
    .requiredOption('--name <NAME>', 'display name')
    .addOption(
      new Option('--role <ROLE>', 'role of the account').choices(['admin', 'agent', 'customer']).makeOptionMandatory(),
    )
    .option('--password <PASSWORD>', 'without it, one is made and shown')
    .option(...json)
    .description('create an admin, an agent or a customer')
    .addHelpText('after', examples(['gotrs user create --email ana@example.com --name "Ana Alves" --role agent']))
    .action(async options => (await import('./user/create.ts')).create(options))
  user
    .command('set-password')
    .requiredOption('--email <EMAIL>', 'address of the account')
    .option('--password <PASSWORD>', 'without it, one is made and shown')
    .option(...json)
    .description('set the password of an account and revoke all of its logins')
    .addHelpText('after', examples(['gotrs user set-password --email ana@example.com']))
    .action(async options => (await import('./user/set-password.ts')).setPassword(options))
}

function addSecrets(gotrs: Command): void {
  const secrets = gotrs.command('secrets').description('manage the keys that stored secrets are encrypted with')
  secrets
    .command('rotate')
    .option(...json)
    .description('create a new secret key and encrypt all stored secrets with it; safe to repeat and while GOTRS runs')
    .addHelpText('after', examples(['gotrs secrets rotate', 'SECRET_KEY=NEW SECRET_KEYS_OLD=OLD gotrs secrets rotate']))
    .action(async (options: Json) => (await import('./secrets/rotate.ts')).rotate(options))
}

function addDoctor(gotrs: Command): void {
  gotrs
    .command('doctor')
    .option(...json)
    .description('check Node, settings, data folder, ports, database, server and Valkey, and say what to do')
    .addHelpText('after', examples(['gotrs doctor', 'DATABASE_URL=postgres://… gotrs doctor']))
    .action(async (options: Json) => (await import('./doctor/doctor.ts')).doctor(options))
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return text => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** With a wrong command line in its configuration, a mail server keeps the mail instead of bouncing it to the sender. */
function askAgainLater(error: CommanderError): never {
  throw error.exitCode === 0 ? error : new CommanderError(tryAgainLater, error.code, error.message)
}
