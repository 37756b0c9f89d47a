import { PasswordInput, type PasswordInputProps } from '@mantine/core'

type StoredSecretProps = PasswordInputProps & { isStored: boolean }

/** A secret that GOTRS stores and never shows. A new value replaces it. */
export const StoredSecret = ({ isStored, ...input }: StoredSecretProps) => (
  <PasswordInput
    autoComplete="new-password"
    placeholder={isStored ? 'Saved. Leave empty to keep it' : undefined}
    {...input}
  />
)
