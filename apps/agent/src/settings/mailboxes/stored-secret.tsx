import { PasswordInput } from '@mantine/core'

type StoredSecretProps = { label: string; isStored: boolean; value: string; onChange: (value: string) => void }

/** A secret that the desk keeps and never shows: what is typed replaces it. */
export const StoredSecret = ({ label, isStored, value, onChange }: StoredSecretProps) => (
  <PasswordInput
    label={label}
    autoComplete="new-password"
    placeholder={isStored ? 'Saved. Leave empty to keep it' : undefined}
    value={value}
    onChange={event => onChange(event.currentTarget.value)}
  />
)
