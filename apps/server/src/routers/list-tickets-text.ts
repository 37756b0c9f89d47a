import { filterWords, wordsFor } from '@gotrs/contract/filter/words'

const customerWords = wordsFor('customer')
  .map(word => `\`${word}:\``)
  .join(', ')

/** The documentation of the list of tickets: the filter language, field by field. */
export const listTicketsText = [
  `Those that you may read. \`q\` is the filter language of the search box, for instance \`status:open tag:vpn "exact words" older:7d\`; the other fields narrow further. \`nextCursor\` goes into \`cursor\` for the next page. In \`q\` terms together mean "and"; \`OR\`, \`-\` and brackets are there too; customers may use ${customerWords}. Fields:`,
  ...Object.entries(filterWords).map(([field, { finds, example }]) => `\`${field}:\` ${finds}, as in \`${example}\`;`),
  'other words are searched for in the ticket.',
].join(' ')
