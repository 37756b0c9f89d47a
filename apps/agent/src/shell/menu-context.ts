import { createContext, use } from 'react'

export const MenuContext = createContext<() => void>(() => undefined)

/** Opens the sidebar where it is hidden behind a button. */
export const useOpenMenu = () => use(MenuContext)
