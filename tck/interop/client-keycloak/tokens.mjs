// What a resource server would learn from the access tokens of Keycloak, which are JWTs.
import { createPublicKey, verify } from 'node:crypto';
import { ask } from '../lib/http.mjs';

export class Tokens {
    #issuer;
    #keys;
    #refused = new Set();

    constructor(issuer) {
        this.#issuer = issuer;
    }

    /** The resources take this token no longer. */
    refuse(token) {
        this.#refused.add(token);
    }

    async lookUp(token) {
        if (this.#refused.has(token) || !(await this.#isSigned(token))) return undefined;
        const { iss, aud, scope, cnf, azp } = part(token, 1);
        return iss === this.#issuer ? { aud, scope, clientId: azp, jkt: cnf?.jkt } : undefined;
    }

    async #isSigned(token) {
        const [head, body, signature] = token.split('.');
        this.#keys ??= (await (await ask(`${this.#issuer}/protocol/openid-connect/certs`)).json()).keys;
        const jwk = this.#keys.find(({ kid }) => kid === part(token, 0).kid);
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        return verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
    }
}

export function part(token, index) {
    return JSON.parse(Buffer.from(token.split('.')[index], 'base64url'));
}
