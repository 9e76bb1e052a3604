import { useAddress } from './address.ts'
import { preference } from './preferences.ts'
import { useSession, type Site } from './session.ts'

/**
 * The site one is working at. `?site=` in the address wins, so that links show what was meant; otherwise the last
 * one chosen at this workstation, otherwise the first. Undefined only before the practice has a site.
 */
export function useSite(): { site: Site | undefined; choose: (id: string) => void; zonesDiffer: boolean } {
  const { sites } = useSession()
  const [inAddress, setInAddress] = useAddress('site', '')
  const kept = preference.get('site')
  const site = sites.find(({ id }) => id === inAddress) ?? sites.find(({ id }) => id === kept) ?? sites[0]
  return {
    site,
    zonesDiffer: new Set(sites.map(({ timeZone }) => timeZone)).size > 1,
    choose(id) {
      preference.set('site', id)
      setInAddress(id)
    },
  }
}
