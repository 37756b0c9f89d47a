import { localStorageColorSchemeManager } from '@mantine/core'

/** Keeps the chosen scheme per browser. public/color-scheme.js reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'gotrs-color-scheme' })
