import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import own from './mailbox.module.css'

/** Fields of a form that belong together, under their name. */
export const FieldGroup = ({ name, children }: { name: string; children: ReactNode }) => (
  <fieldset className={own.account} aria-label={name}>
    <h2 className={own.groupTitle}>{name}</h2>
    <Stack gap={12} mt={12}>
      {children}
    </Stack>
  </fieldset>
)
