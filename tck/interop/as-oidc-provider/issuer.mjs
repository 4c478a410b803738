// An oidc-provider in this process where users of our authorization server log in.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { interactionPolicy, Provider } from 'oidc-provider';
import { freePort } from '../lib/server.mjs';

export const SECRET = 'a secret of the interop tests: with blanks, + and %';
/** What our server is called at the issuer. */
export const BROKER = 'broker of: the "interop" tests';

/** Starts an issuer, hands it to a function and stops it afterwards. */
export async function withIssuer(use) {
    // cookies do not tell ports apart, so it needs another name of this machine than our server
    const issuer = new Issuer(`http://localhost:${await freePort()}`);
    try {
        return await use(issuer);
    } finally {
        issuer.stop();
    }
}

class Issuer {
    /** What our server sent to the token endpoint, and what it got, newest last. */
    calls = [];

    #key = signingKey('first');
    /** How it was started last. */
    options;
    #server;

    constructor(url) {
        this.url = url;
    }

    /**
     * Begins to listen.
     *
     * @param callback where users are sent back to
     * @param keys the public keys of our server, which has a secret without
     * @param prompts what it tells about prompts; nothing when missing
     * @param choosing whether users can be asked to choose an account
     */
    async start(options) {
        this.options = options;
        const provider = new Provider(this.url, configuration(options, this.#key));
        provider.use(choosingPage(provider));
        provider.use(async (context, next) => {
            await next();
            if (context.path !== '/token') return;
            this.calls.push({
                authorization: context.get('authorization'),
                form: context.oidc?.body ?? {},
                status: context.status,
                answer: context.body ?? {},
            });
        });
        this.#server = createServer(provider.callback());
        await new Promise((resolve, reject) => {
            this.#server.once('error', reject);
            this.#server.listen(Number(new URL(this.url).port), 'localhost', resolve);
        });
    }

    stop() {
        this.#server?.close();
        this.#server?.closeAllConnections();
    }

    /** Begins anew with other options; sessions are lost. */
    async restart(options) {
        this.stop();
        await this.start({ ...this.options, ...options });
    }

    /** Signs with another key from now on. */
    async changeKey() {
        this.#key = signingKey('second');
        await this.restart();
    }

    /** What came to the token endpoint since the last time. */
    take() {
        return this.calls.splice(0);
    }
}

function configuration({ callback, keys, prompts, choosing }, key) {
    return {
        clients: [{
            client_id: BROKER,
            redirect_uris: [callback],
            ...(keys
                ? { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', jwks: { keys } }
                : { token_endpoint_auth_method: 'client_secret_basic', client_secret: SECRET }),
        }],
        jwks: { keys: [key] },
        cookies: { keys: ['a key for cookies that nobody gets'] },
        // whatever is asked for stands in the ID token, so that too much could be taken over from there
        conformIdTokenClaims: false,
        claims: { openid: ['sub'], profile: ['name', 'roles', 'groups'], email: ['email'] },
        scopes: ['openid', 'profile', 'email'],
        findAccount: (context, id) => ({
            accountId: id,
            claims: () => ({ sub: id, name: `${id} there`, email: `${id}@there.example`, roles: ['admin'], groups: ['admins'] }),
        }),
        clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
        ...(prompts && { discovery: { prompt_values_supported: prompts } }),
        ...(choosing && { interactions: { policy: choosingPolicy() } }),
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 86_400, IdToken: 600, Interaction: 600, Session: 3_600 },
    };
}

/** Users can be asked who they want to be, though they are logged in. */
function choosingPolicy() {
    const policy = interactionPolicy.base();
    policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
    return policy;
}

/** The page that asks; the ready pages of oidc-provider know logins and consent only. */
function choosingPage(provider) {
    return async (context, next) => {
        if (!/^\/interaction\/[^/]+$/.test(context.path)) return next();
        const { prompt } = await provider.interactionDetails(context.req, context.res);
        if (prompt.name !== 'select_account') return next();
        const { account } = context.query;
        if (account) {
            const result = { select_account: {}, login: { accountId: account } };
            return provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false });
        }
        context.type = 'html';
        context.body = '<form><button name="account" value="alice">alice</button><button name="account" value="bob">bob</button></form>';
    };
}

function signingKey(kid) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid };
}
