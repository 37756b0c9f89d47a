import { Argument, type Command } from 'commander'
import { completionScript, type Shell, shells } from './completion.ts'
import { examples } from './examples.ts'

/** The commands that describe the command line. */
export function addHelp(gotrs: Command): void {
  gotrs
    .command('help')
    .argument('[COMMAND...]', 'for example user, or user create')
    .description('describe a command, like its --help')
    .addHelpText('after', examples(['gotrs help user', 'gotrs help mail deliver']))
    .action((words: string[]) => find(gotrs, words).outputHelp())
  gotrs
    .command('completion')
    .addArgument(new Argument('<SHELL>', 'the shell').choices(shells))
    .description('print a script that completes commands and options in a shell')
    .addHelpText('after', examples(['source <(gotrs completion bash)', 'gotrs completion fish | source']))
    .action((shell: Shell) => void process.stdout.write(completionScript(gotrs, shell)))
}

function find(gotrs: Command, words: string[]): Command {
  return words.reduce((command, word) => {
    const next = command.commands.find(it => it.name() === word)
    return next ?? command.error(`error: unknown command '${words.join(' ')}'`)
  }, gotrs)
}
