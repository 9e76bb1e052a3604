import { Link, type LinkComponentProps } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'

type ToProps = {
  /** An address of ours, with its search: "/patients/0193...?tab=coverage". */
  to: string
  children?: ReactNode
  ref?: Ref<HTMLAnchorElement>
} & Omit<LinkComponentProps, 'to' | 'children' | 'ref' | 'search' | 'params'>

/** A link within Wellrun. Loads the page's code when the pointer or the focus reaches it. */
export function To({ to, ref, ...rest }: ToProps) {
  const [path = '', search] = to.split('?')
  const values = search ? Object.fromEntries(new URLSearchParams(search)) : {}
  return (
    <Link
      ref={ref}
      to={path}
      search={values as never}
      activeOptions={{ exact: true, includeSearch: false }}
      {...(rest as object)}
    />
  )
}
