// Clients without and with a secret: codes, rotation, reuse, introspection, revocation.
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { claims, Dialogue, refused, register } from './party.mjs';

class Tokens {
    #url;
    #method;
    #authentication;
    #config;
    #tokens;
    #former;

    constructor(url, method, authentication) {
        this.#url = url;
        this.#method = method;
        this.#authentication = authentication;
    }

    steps() {
        return [
            ['it registers', () => this.#register()],
            ['a code is redeemed for tokens of the resource', () => this.#redeem()],
            ['a code is redeemed once', () => this.#redeemTwice()],
            ['a code is of no use with another verifier', () => this.#otherVerifier()],
            ['a refresh token rotates and asks for less', () => this.#refresh()],
            ['a refresh token that was used ends the family', () => this.#reuse()],
            ['a revoked token is worth nothing', () => this.#revoke()],
        ];
    }

    get isPublic() {
        return this.#method === 'none';
    }

    async #register() {
        this.#config = await register(this.#url, { token_endpoint_auth_method: this.#method }, this.#authentication);
        assert.equal(this.#config.clientMetadata().token_endpoint_auth_method, this.#method);
        assert.equal(this.#config.clientMetadata().client_secret === undefined, this.isPublic);
    }

    async #authorize() {
        const dialogue = new Dialogue(this.#config, this.#url);
        return dialogue.redeem(await dialogue.answer());
    }

    async #redeem() {
        this.#tokens = await this.#authorize();
        const { aud, scope, client_id: clientId, iss } = claims(this.#tokens.access_token);
        assert.deepEqual({ aud, scope, iss }, { aud: this.#url, scope: 'mcp:tools notes:read', iss: new URL(this.#url).origin });
        assert.equal(clientId, this.#config.clientMetadata().client_id);
        assert.equal(this.#tokens.token_type, 'bearer');
        assert.ok(this.#tokens.refresh_token);
    }

    async #redeemTwice() {
        const dialogue = new Dialogue(this.#config, this.#url);
        const answer = await dialogue.answer();
        const first = await dialogue.redeem(answer);
        await refused('invalid_grant', dialogue.redeem(answer));
        await refused('invalid_grant', oidc.refreshTokenGrant(this.#config, first.refresh_token));
    }

    async #otherVerifier() {
        const dialogue = new Dialogue(this.#config, this.#url);
        const answer = await dialogue.answer();
        dialogue.verifier = oidc.randomPKCECodeVerifier();
        await refused('invalid_grant', dialogue.redeem(answer));
    }

    async #refresh() {
        this.#former = this.#tokens;
        this.#tokens = await oidc.refreshTokenGrant(this.#config, this.#former.refresh_token, { scope: 'mcp:tools', resource: this.#url });
        assert.notEqual(this.#tokens.refresh_token, this.#former.refresh_token);
        assert.equal(claims(this.#tokens.access_token).scope, 'mcp:tools');
        const again = await oidc.refreshTokenGrant(this.#config, this.#tokens.refresh_token);
        assert.equal(claims(again.access_token).scope, 'mcp:tools notes:read');
        this.#former = this.#tokens;
        this.#tokens = again;
    }

    async #reuse() {
        await refused('invalid_grant', oidc.refreshTokenGrant(this.#config, this.#former.refresh_token));
        await refused('invalid_grant', oidc.refreshTokenGrant(this.#config, this.#tokens.refresh_token));
    }

    async #revoke() {
        const { access_token: access, refresh_token: refresh } = await this.#authorize();
        await this.#expectActive(access, true);
        await oidc.tokenRevocation(this.#config, refresh, { token_type_hint: 'refresh_token' });
        await refused('invalid_grant', oidc.refreshTokenGrant(this.#config, refresh));
        await this.#expectActive(access, false);
        await oidc.tokenRevocation(this.#config, 'nobody-knows-this');
    }

    /** Introspection is for those who can keep a secret. */
    async #expectActive(token, expected) {
        if (this.isPublic) return;
        const answer = await oidc.tokenIntrospection(this.#config, token);
        assert.equal(answer.active, expected);
        if (!expected) assert.deepEqual(Object.keys(answer), ['active']);
        else assert.equal(answer.client_id, this.#config.clientMetadata().client_id);
    }
}

export const confidential = {
    none: url => new Tokens(url, 'none', oidc.None()).steps(),
    client_secret_basic: url => new Tokens(url, 'client_secret_basic', oidc.ClientSecretBasic()).steps(),
    client_secret_post: url => new Tokens(url, 'client_secret_post', oidc.ClientSecretPost()).steps(),
};
