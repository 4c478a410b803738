// The realm: our server is one of its clients, and two people are its users.

export const REALM = 'people';
export const BROKER = 'broker';
export const SECRET = 'a secret of the interop tests: with blanks, + and %';
export const PASSWORDS = { alice: 'alice-pw', bob: 'bob-pw' };

export function realm(callback) {
    return {
        realm: REALM,
        enabled: true,
        sslRequired: 'none',
        clients: [{
            clientId: BROKER,
            secret: SECRET,
            publicClient: false,
            standardFlowEnabled: true,
            directAccessGrantsEnabled: false,
            redirectUris: [callback],
            attributes: { 'pkce.code.challenge.method': 'S256' },
        }],
        users: Object.entries(PASSWORDS).map(([username, value]) => ({
            username,
            enabled: true,
            email: `${username}@there.example`,
            emailVerified: true,
            firstName: username,
            lastName: 'Example',
            credentials: [{ type: 'password', value, temporary: false }],
            realmRoles: [`default-roles-${REALM}`],
        })),
    };
}
