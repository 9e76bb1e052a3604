import { Checkbox, NumberInput, Stack, TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { addRole, editRole, type listRoles } from '../roles/contract.ts'

type Roles = Reply<typeof listRoles>
type Role = Roles['roles'][number]

const blank = { title: '', needsSecondFactor: false, idleMinutes: 15, permissions: [] as string[] }

/** One role: its name, how strictly its people sign in, and what they may do. */
export function RolePanel({
  role,
  permissions,
  onClose,
}: {
  role: Role | null
  permissions: Roles['permissions']
  onClose: () => void
}) {
  const add = useAct(addRole, { success: 'Added' })
  const edit = useAct(editRole, { success: 'In force from now on' })
  const form = useForm({
    name: `role ${role?.id ?? 'new'} ${role?.version ?? 0}`,
    initial: role
      ? {
          title: role.title,
          needsSecondFactor: role.needsSecondFactor,
          idleMinutes: role.idleMinutes,
          permissions: role.permissions,
        }
      : blank,
    check: ({ title }) => (title.trim() ? [] : [{ pointer: '/title', message: 'Give the role a name.' }]),
    submit: (values) =>
      role
        ? edit.attempt({ params: { id: role.id }, body: { ...values, version: role.version } })
        : add.attempt({ body: { id: newId<'Role'>(), ...values } }),
    done: onClose,
  })
  const idle = form.field('idleMinutes')
  const areas = Map.groupBy(permissions, ({ name }) => name.split('.')[0]!)
  return (
    <SidePanel title={role ? role.title : 'New role'} onClose={onClose}>
      <Form of={form} act={role ? 'Save the role' : 'Add the role'}>
        <FormSection>
          <TextInput label="Name" {...form.text('title')} />
          <Checkbox label="Must use a second factor to sign in" {...form.check('needsSecondFactor')} />
          <NumberInput
            label="Signed off after so many minutes without use"
            min={2}
            max={30}
            {...idle}
            onChange={(value) => idle.onChange(Number(value))}
          />
        </FormSection>
        <Checkbox.Group
          value={form.values.permissions}
          onChange={(names) => form.set({ permissions: names })}
          aria-label="What the role may do"
        >
          {[...areas].map(([area, inArea]) => (
            <FormSection key={area} title={area.charAt(0).toUpperCase() + area.slice(1)}>
              <Stack gap="xs">
                {inArea.map(({ name, title }) => (
                  <Checkbox key={name} value={name} label={title} />
                ))}
              </Stack>
            </FormSection>
          ))}
        </Checkbox.Group>
      </Form>
    </SidePanel>
  )
}
