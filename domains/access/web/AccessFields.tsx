import { Checkbox, Stack } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import type { FormState } from '#web/ui/useForm.ts'
import { FormSection } from '#web/ui/Form.tsx'

export type AccessValues = { roleIds: Id<'Role'>[]; allSites: boolean; siteIds: Id<'Site'>[] }
export type Roles = readonly { readonly id: Id<'Role'>; readonly title: string }[]
export type Sites = readonly { readonly id: Id<'Site'>; readonly name: string }[]

/** Which roles somebody has and where: part of a form. */
export function AccessFields<V extends AccessValues, R>({
  form,
  roles,
  sites,
}: {
  form: FormState<V, R>
  roles: Roles
  sites: Sites
}) {
  const { roleIds, allSites, siteIds } = form.values
  const set = (some: Partial<AccessValues>) => form.set(some as Partial<V>)
  return (
    <>
      <FormSection title="Roles">
        <Checkbox.Group
          value={roleIds}
          onChange={(ids) => set({ roleIds: ids as Id<'Role'>[] })}
          aria-label="Roles"
        >
          <Stack gap="xs">
            {roles.map(({ id, title }) => (
              <Checkbox key={id} value={id} label={title} />
            ))}
          </Stack>
        </Checkbox.Group>
      </FormSection>
      <FormSection title="Sites">
        <Checkbox
          label="Every site, also those opened later"
          checked={allSites}
          onChange={(event) => set({ allSites: event.currentTarget.checked })}
        />
        {!allSites && sites.length > 0 && (
          <Checkbox.Group
            value={siteIds}
            onChange={(ids) => set({ siteIds: ids as Id<'Site'>[] })}
            aria-label="Sites"
          >
            <Stack gap="xs">
              {sites.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
      </FormSection>
    </>
  )
}
