import type { Command } from 'commander'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

type Word = { word: string; about: string }
/** What may follow a command: `mail` is followed by `parse`, `mail parse` by `--batch`. */
type Place = { path: string; commands: Word[]; options: Word[] }

/** A script for a shell, made from the commands themselves. */
export function completionScript(gotrs: Command, shell: Shell): string {
  const places = placesIn(gotrs, '')
  return { bash, zsh, fish }[shell](places)
}

function placesIn(command: Command, path: string): Place[] {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const named = commands.map(it => ({ word: it.name(), about: it.description() }))
  const options = help.visibleOptions(command).map(it => ({ word: it.long ?? '', about: it.description }))
  const below = commands.flatMap(it => placesIn(it, `${path} ${it.name()}`.trim()))
  return [{ path, commands: named, options }, ...below]
}

const wordsOf = ({ commands, options }: Place) => [...commands, ...options]

/** The longest path of commands in front of the word that is typed. */
const findPath = (words: string) => `  local path='' word
  for word in ${words}; do
    case "|$known|" in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; *) break ;; esac
  done`

const known = (places: Place[]) => `  local known='${places.map(it => it.path).join('|')}'`

const bash = (places: Place[]): string => `_gotrs() {
${known(places)}
${findPath(`"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  local list=''
  case "$path" in
${places
  .map(
    it =>
      `    '${it.path}') list='${wordsOf(it)
        .map(({ word }) => word)
        .join(' ')}' ;;`,
  )
  .join('\n')}
  esac
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _gotrs gotrs
`

const zsh = (places: Place[]): string => `#compdef gotrs
_gotrs() {
${known(places)}
${findPath('$words[2,CURRENT-1]')}
  local -a list
  case "$path" in
${places.map(it => `    '${it.path}') list=(${wordsOf(it).map(zshWord).join(' ')}) ;;`).join('\n')}
  esac
  _describe gotrs list || _files
}
compdef _gotrs gotrs
`

const zshWord = ({ word, about }: Word) => quoted(`${word.replaceAll(':', '\\:')}:${about}`)

const fish = (places: Place[]): string => places.flatMap(fishLines).join('\n').concat('\n')

function fishLines({ path, commands, options }: Place): string[] {
  const parents = path === '' ? [] : path.split(' ').map(it => `__fish_seen_subcommand_from ${it}`)
  const further =
    commands.length > 0 ? [`not __fish_seen_subcommand_from ${commands.map(it => it.word).join(' ')}`] : []
  const when = quoted([...parents, ...further].join('; and '))
  const line = (flags: string, { about }: Word) => `complete -c gotrs -n ${when} ${flags} -d ${quoted(about)}`
  return [
    ...commands.map(it => line(`-f -a ${it.word}`, it)),
    ...options.map(it => line(`-l ${it.word.replace(/^--/, '')}`, it)),
  ]
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
