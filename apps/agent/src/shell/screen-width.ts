import { useMediaQuery } from '@mantine/hooks'

/*
 * Three layouts: everything side by side; below 1200 px an icon sidebar with list and ticket; below 720 px one pane. The
 * style sheets have the same widths.
 */
const useWidth = (query: string) => useMediaQuery(query, undefined, { getInitialValueInEffect: false }) ?? false

export const useIsPhone = () => useWidth('(max-width: 44.99em)')
/** The facts of a ticket fit beside list and ticket. */
export const useHasRail = () => useWidth('(min-width: 80em)')
