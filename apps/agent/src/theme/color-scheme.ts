import { colorSchemeKey } from '@gotrs/web/theme/color-scheme-key'
import { localStorageColorSchemeManager } from '@mantine/core'

/** Keeps the chosen scheme per browser. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: colorSchemeKey })
