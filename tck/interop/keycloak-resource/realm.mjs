// The realm: clients whose tokens are for the resource and clients whose tokens are not.

export const REALM = 'mcp';
export const SECRET = 'interop-secret';
export const ALICE = { name: 'alice', password: 'alice-pw' };

/** A realm for a resource. */
export function realm(resource) {
    return {
        realm: REALM,
        enabled: true,
        sslRequired: 'none',
        accessTokenLifespan: 600,
        // naming client scopes leaves out the built-in ones: "basic" is what gives a token its sub
        clientScopes: [basic(), ...['mcp:tools', 'notes:read', 'notes:write'].map(scope)],
        defaultDefaultClientScopes: ['basic'],
        roles: { realm: [{ name: 'editor' }] },
        clients: [
            client('interop', [audience(resource), realmRoles()]),
            client('elsewhere', [audience('https://elsewhere.example/mcp')]),
            client('untouched', []),
            client('rfc9068', [audience(resource), clientId('rfc9068')], { 'access.token.header.type.rfc9068': 'true' }),
            // RFC 8707: a client stands for the resource; others that have it in their audience may ask for it
            { ...client('crm', []), attributes: { resource_url: resource } },
            client('indicated', [clientAudience('crm')]),
        ],
        users: [
            {
                username: ALICE.name,
                enabled: true,
                email: 'alice@example.org',
                emailVerified: true,
                firstName: 'Alice',
                lastName: 'Example',
                credentials: [{ type: 'password', value: ALICE.password, temporary: false }],
                realmRoles: ['default-roles-mcp', 'editor'],
            },
        ],
    };
}

function client(clientIdentifier, protocolMappers, attributes = {}) {
    return {
        clientId: clientIdentifier,
        secret: SECRET,
        publicClient: false,
        standardFlowEnabled: false,
        directAccessGrantsEnabled: true,
        serviceAccountsEnabled: true,
        attributes,
        defaultClientScopes: ['basic'],
        optionalClientScopes: ['mcp:tools', 'notes:read', 'notes:write'],
        protocolMappers,
    };
}

function scope(name) {
    return { name, protocol: 'openid-connect', attributes: { 'include.in.token.scope': 'true' } };
}

function basic() {
    return {
        name: 'basic',
        protocol: 'openid-connect',
        attributes: { 'include.in.token.scope': 'false' },
        protocolMappers: [
            mapper('sub', 'oidc-sub-mapper', { 'access.token.claim': 'true', 'introspection.token.claim': 'true' }),
        ],
    };
}

function audience(value) {
    return mapper('audience', 'oidc-audience-mapper', {
        'included.custom.audience': value,
        'access.token.claim': 'true',
        'id.token.claim': 'false',
    });
}

function clientAudience(value) {
    return mapper('audience of a client', 'oidc-audience-mapper', {
        'included.client.audience': value,
        'access.token.claim': 'true',
        'id.token.claim': 'false',
    });
}

function realmRoles() {
    return mapper('realm roles', 'oidc-usermodel-realm-role-mapper', {
        'claim.name': 'realm_access.roles',
        'jsonType.label': 'String',
        multivalued: 'true',
        'access.token.claim': 'true',
    });
}

function clientId(value) {
    return mapper('client id', 'oidc-hardcoded-claim-mapper', {
        'claim.name': 'client_id',
        'claim.value': value,
        'jsonType.label': 'String',
        'access.token.claim': 'true',
    });
}

function mapper(name, protocolMapper, config) {
    return { name, protocol: 'openid-connect', protocolMapper, config };
}
