import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, type LinkProps } from 'react-router'

type ButtonLinkProps = ButtonProps & Pick<LinkProps, 'to' | 'state'> & { children: ReactNode; title?: string }

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({ to, ...props }: ButtonLinkProps) {
  return <Button component={Link} to={to} {...props} />
}
