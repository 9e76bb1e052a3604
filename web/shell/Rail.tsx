import { Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMatches } from '@tanstack/react-router'
import type { Area, Page } from '../page.ts'
import { Icon } from '../ui/Icon.tsx'
import { To } from '../ui/To.tsx'
import classes from './Frame.module.css'

type Open = readonly { readonly area: Area; readonly pages: readonly Page[] }[]

/** The areas; the one we are in shows its pages. On a narrow screen only the pictures, whose menus hold the pages. */
export function Rail({ open }: { open: Open }) {
  const narrow = useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false })
  const here = useMatches({ select: (matches) => matches.at(-1)?.staticData.page })
  return (
    <nav aria-label="Areas" className={`${classes['rail']} ${narrow ? classes['narrow'] : ''}`}>
      <ul>
        {open.map((one) => (
          <li key={one.area}>{narrow ? <Narrow {...one} here={here} /> : <Wide {...one} here={here} />}</li>
        ))}
      </ul>
    </nav>
  )
}

type AreaProps = { area: Area; pages: readonly Page[]; here: Page | undefined }

/** The menu entry for where we are: the page itself, or the one whose address ours continues ("/patients/$id"). */
const entryOf = (here: Page | undefined, pages: readonly Page[]) =>
  pages.find((page) => page === here) ??
  pages
    .filter((page) => page.path !== '/' && here?.path.startsWith(`${page.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]

function Wide({ area, pages, here }: AreaProps) {
  const inside = here?.area === area
  const entry = entryOf(here, pages)
  const only = pages.length === 1
  return (
    <>
      <To to={pages[0]!.path} className={classes['area']} data-here={inside || undefined}>
        <Icon name={area} />
        {area}
      </To>
      {inside && !only && (
        <ul className={classes['places']}>
          {pages.map((page) => (
            <li key={page.path}>
              <To to={page.path} className={classes['place']} data-here={page === entry || undefined}>
                {page.navigation!.label}
              </To>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Narrow({ area, pages, here }: AreaProps) {
  return (
    <Menu position="right-start">
      <Menu.Target>
        <button
          type="button"
          className={classes['area']}
          aria-label={area}
          data-here={here?.area === area || undefined}
        >
          <Icon name={area} size="1.125rem" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{area}</Menu.Label>
        {pages.map((page) => (
          <Menu.Item key={page.path} component={To} to={page.path}>
            {page.navigation!.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
