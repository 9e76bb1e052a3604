/** Who signs in and who may do what, as the rest of the practice sees it. */
export { createAuthenticator } from './sessions/authenticator.ts'
export { createFirstRunLink } from './links/commands.ts'
export { demoUser } from './users/demo.ts'
