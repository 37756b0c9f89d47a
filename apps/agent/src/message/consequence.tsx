import { IconEye } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './message.module.css'

/** Who will see what is about to be moved. */
export const Consequence = ({ children }: { children: ReactNode }) => (
  <p className={styles.consequence}>
    <IconEye size={16} aria-hidden />
    {children}
  </p>
)
