/** The examples below a command's help. */
export function examples(lines: string[]): string {
  return ['', lines.length > 1 ? 'Examples:' : 'Example:', ...lines.map(line => `  ${line}`)].join('\n')
}
