// The realm: who may register, what tokens are for, and whose documents are believed (CIMD).

export const REALM = 'mcp';
export const SECRET = 'interop-secret';
export const ALICE = { name: 'alice', password: 'alice-pw' };
export const REDIRECT = 'http://127.0.0.1:18082/callback';

/** A realm for resources, in which the client behind each one stands for it (RFC 8707). */
export function realm(resources) {
    const standIns = resources.map((resource, index) => [`mcp-server-${index}`, resource]);
    return {
        realm: REALM,
        enabled: true,
        sslRequired: 'none',
        accessTokenLifespan: 600,
        revokeRefreshToken: true,
        refreshTokenMaxReuse: 0,
        // naming client scopes leaves out the built-in ones: "basic" is what gives a token its sub
        clientScopes: [basic(), scope('mcp:tools', standIns.map(([id]) => clientAudience(id))), scope('notes:write', [])],
        defaultDefaultClientScopes: ['basic'],
        defaultOptionalClientScopes: ['mcp:tools', 'notes:write', 'offline_access'],
        clients: [
            ...standIns.map(([id, resource]) => ({ ...machine(id), attributes: { resource_url: resource } })),
            { ...machine('exchanger', [clientAudience('exchanger')]), attributes: { 'standard.token.exchange.enabled': 'true' } },
            { ...machine('refused') },
        ],
        users: [{
            username: ALICE.name,
            enabled: true,
            email: 'alice@example.org',
            emailVerified: true,
            firstName: 'Alice',
            lastName: 'Example',
            credentials: [{ type: 'password', value: ALICE.password, temporary: false }],
            realmRoles: [`default-roles-${REALM}`],
        }],
        components: {
            'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy': [
                policy('trusted-hosts', {
                    'host-sending-registration-request-must-match': ['true'],
                    'client-uris-must-match': ['true'],
                    'trusted-hosts': ['127.0.0.1', 'localhost'],
                }),
            ],
        },
        clientProfiles: {
            profiles: [{
                name: 'documents',
                executors: [{
                    executor: 'client-id-metadata-document',
                    configuration: { 'cimd-allow-permitted-domains': ['127.0.0.1'], 'cimd-restrict-same-domain': false },
                }],
            }],
        },
        clientPolicies: {
            policies: [{
                name: 'documents',
                enabled: true,
                conditions: [{
                    condition: 'client-id-uri',
                    configuration: { 'client-id-uri-scheme': ['https'], 'client-id-uri-allow-permitted-domains': ['127.0.0.1'] },
                }],
                profiles: ['documents'],
            }],
        },
    };
}

function policy(providerId, config) {
    return { name: providerId, providerId, subType: 'anonymous', config };
}

function machine(clientId, protocolMappers = []) {
    return {
        clientId,
        secret: SECRET,
        publicClient: false,
        standardFlowEnabled: true,
        redirectUris: [REDIRECT],
        serviceAccountsEnabled: true,
        defaultClientScopes: ['basic'],
        optionalClientScopes: ['mcp:tools', 'notes:write', 'offline_access'],
        protocolMappers,
    };
}

function scope(name, protocolMappers) {
    return { name, protocol: 'openid-connect', attributes: { 'include.in.token.scope': 'true' }, protocolMappers };
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

function clientAudience(value) {
    return mapper(`audience ${value}`, 'oidc-audience-mapper', {
        'included.client.audience': value,
        'access.token.claim': 'true',
        'id.token.claim': 'false',
    });
}

function mapper(name, protocolMapper, config) {
    return { name, protocol: 'openid-connect', protocolMapper, config };
}
