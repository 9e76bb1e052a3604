import { areas, type Area, type Page } from '../page.ts'
import { pages } from '../pages.ts'
import { may, type Session } from '../session.ts'

type OpenArea = { readonly area: Area; readonly pages: readonly Page[] }

/** The areas of the rail with the pages in their menus, as far as the person may open them. */
export const areasOpenTo = (session: Session): readonly OpenArea[] =>
  areas
    .map((area) => ({
      area,
      pages: pages
        .filter((page) => page.area === area && page.navigation && may(session, page.permission))
        .toSorted((a, b) => a.navigation!.order - b.navigation!.order),
    }))
    .filter((open) => open.pages.length > 0)

/** The letter after `g` that goes to an area. Patients and People share a letter, Schedule, Supplies and Settings too. */
export const letterOf: Record<Area, string> = {
  Today: 't',
  Schedule: 's',
  Patients: 'p',
  Money: 'm',
  People: 'e',
  Supplies: 'u',
  Office: 'o',
  Compliance: 'c',
  Reports: 'r',
  Settings: ',',
}
