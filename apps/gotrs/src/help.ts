import { Argument, type Command } from 'commander'
import { completionScript, type Shell, shells } from './completion.ts'
import { examples } from './examples.ts'

/** What the command line says of itself. */
export function addHelp(gotrs: Command): void {
  gotrs
    .command('help')
    .argument('[COMMAND...]', 'such as user, or user create')
    .description('describe a command, as its --help does')
    .addHelpText('after', examples(['gotrs help user', 'gotrs help mail deliver']))
    .action((words: string[]) => find(gotrs, words).outputHelp())
  gotrs
    .command('completion')
    .addArgument(new Argument('<SHELL>', 'the shell to write for').choices(shells))
    .description('write the script by which a shell completes commands and options')
    .addHelpText('after', examples(['source <(gotrs completion bash)', 'gotrs completion fish | source']))
    .action((shell: Shell) => void process.stdout.write(completionScript(gotrs, shell)))
}

function find(gotrs: Command, words: string[]): Command {
  return words.reduce((command, word) => {
    const next = command.commands.find(it => it.name() === word)
    return next ?? command.error(`error: unknown command '${words.join(' ')}'`)
  }, gotrs)
}
