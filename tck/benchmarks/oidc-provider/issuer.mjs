// oidc-provider with everything in memory, for the part as-http. Usage: issuer.mjs ALGORITHM FORMAT CLIENT SECRET
// REDIRECT_URI RESOURCE SCOPE VERIFIER; the algorithm of its key, jwt or opaque for its access tokens, and what its one
// client sends. Prints its port, then for each number on a line of its standard input a line with that many codes, made as
// its authorization endpoint makes them.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';

const [algorithm, format, client, secret, redirectUri, resource, scope, verifier] = process.argv.slice(2);
const HOUR_S = 3_600;
const LIFE_S = 600;

/** Has room for everything, where the store of the adapter forgets all but two thousand entries. */
class Entries {
    #entries = new Map();

    get(key) {
        const entry = this.#entries.get(key);
        if (entry && entry.end <= Date.now()) this.#entries.delete(key);
        return this.#entries.get(key)?.value;
    }

    set(key, value, { maxAge = Infinity } = {}) {
        this.#entries.set(key, { value, end: Date.now() + maxAge });
    }

    delete(key) {
        this.#entries.delete(key);
    }
}

const entries = new Entries();
const provider = new Provider('http://127.0.0.1', {
    adapter: model => new MemoryAdapter(model, entries),
    clients: [{
        client_id: client,
        client_secret: secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        token_endpoint_auth_method: 'client_secret_basic',
        // or it would want a key for RS256 too; no identity token is asked for
        id_token_signed_response_alg: algorithm,
    }],
    scopes: ['offline_access', ...scope.split(' ')],
    jwks: { keys: [signingKey()] },
    cookies: { keys: ['a key for cookies that nobody gets'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AuthorizationCode: LIFE_S, AccessToken: LIFE_S, ClientCredentials: LIFE_S, RefreshToken: HOUR_S, Grant: HOUR_S },
    features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: { enabled: true },
        resourceIndicators: {
            enabled: true,
            getResourceServerInfo: () => ({
                scope,
                audience: resource,
                accessTokenFormat: format,
                accessTokenTTL: LIFE_S,
                jwt: { sign: { alg: algorithm } },
            }),
        },
    },
});

const known = await provider.Client.find(client);

async function newCode() {
    const grant = new provider.Grant({ accountId: 'alice', clientId: client });
    grant.addResourceScope(resource, scope);
    const code = new provider.AuthorizationCode({
        accountId: 'alice',
        authTime: Math.floor(Date.now() / 1000),
        client: known,
        codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
        codeChallengeMethod: 'S256',
        grantId: await grant.save(),
        redirectUri,
        resource: [resource],
        scope,
    });
    return code.save();
}

function signingKey() {
    const { privateKey } = algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: algorithm, kid: 'benchmark' };
}

const server = provider.listen(0, '127.0.0.1', () => console.log(server.address().port));
server.keepAliveTimeout = HOUR_S * 1000;

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
for await (const line of lines) {
    const codes = [];
    for (let i = 0; i < Number(line); i++) codes.push(await newCode());
    console.log(codes.join(' '));
}
