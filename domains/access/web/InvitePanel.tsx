import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { inviteUser } from '../users/contract.ts'
import { AccessFields, type AccessValues, type Roles, type Sites } from './AccessFields.tsx'
import { OneTimeLink } from './OneTimeLink.tsx'

const blank: { userName: string; displayName: string; email: string } & AccessValues = {
  userName: '',
  displayName: '',
  email: '',
  roleIds: [],
  allSites: false,
  siteIds: [],
}

/** Somebody new: names, and a link with which they choose their own password. */
export function InvitePanel({ roles, sites, onClose }: { roles: Roles; sites: Sites; onClose: () => void }) {
  const mayGrant = useMay('access.users.grant')
  const [id] = useState(() => newId<'User'>())
  const [link, setLink] = useState<Reply<typeof inviteUser> | null>(null)
  const invite = useAct(inviteUser)
  const form = useForm({
    name: 'invite',
    initial: blank,
    check: ({ displayName, userName }) => [
      ...(displayName.trim() ? [] : [{ pointer: '/displayName', message: 'Enter the name of the person.' }]),
      ...(/^[A-Za-z0-9][A-Za-z0-9._@-]+$/.test(userName)
        ? []
        : [{ pointer: '/userName', message: 'A user name has letters, digits, dots or dashes, no spaces.' }]),
    ],
    submit: ({ email, ...given }) => invite.attempt({ body: { id, ...given, email: email.trim() || null } }),
    done: setLink,
  })
  return (
    <SidePanel title={link ? 'Invited' : 'Invite somebody'} onClose={onClose}>
      {link ? (
        <OneTimeLink link={link} name={form.values.displayName} />
      ) : (
        <Form of={form} act="Invite">
          <FormSection>
            <TextInput label="Name" autoComplete="off" {...form.text('displayName')} />
            <TextInput
              label="User name"
              description="What they type to sign in. It is never given to anybody else."
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              {...form.text('userName')}
            />
            <TextInput label="Email (optional)" type="email" autoComplete="off" {...form.text('email')} />
          </FormSection>
          {mayGrant && <AccessFields form={form} roles={roles} sites={sites} />}
        </Form>
      )}
    </SidePanel>
  )
}
