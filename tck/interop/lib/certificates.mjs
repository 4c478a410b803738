// A private authority with certificates of its own, made with the keytool of the JDK.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PASSWORD } from './driver.mjs';

const run = promisify(execFile);
const KEY = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '2'];

/** Makes the certificates in a folder, hands them to a function and removes them afterwards. */
export async function withCertificates(use) {
    const folder = await mkdtemp(join(tmpdir(), 'interop-certificates-'));
    try {
        const authority = new Authority(folder);
        await authority.create('authority');
        await authority.create('stranger');
        await authority.issue('server', 'SAN=ip:127.0.0.1,dns:localhost');
        await authority.issue('client');
        return await use(authority);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

class Authority {
    #folder;

    constructor(folder) {
        this.#folder = folder;
    }

    /** The PKCS#12 file with key and certificate of a name. */
    file(name) {
        return join(this.#folder, `${name}.p12`);
    }

    /** The PKCS#12 file that makes Java trust the certificates of an authority. */
    trust(name = 'authority') {
        return join(this.#folder, `${name}-trust.p12`);
    }

    /** The PEM file with the certificate of a name. */
    pemFile(name) {
        return join(this.#folder, `${name}.pem`);
    }

    pem(name) {
        return readFile(this.pemFile(name), 'utf8');
    }

    pfx(name) {
        return readFile(this.file(name));
    }

    async create(name) {
        await this.#key(name, ['-ext', 'bc:c']);
        await this.#export(name);
        await this.#import(name, this.trust(name));
    }

    async issue(name, extension) {
        const request = join(this.#folder, `${name}.csr`);
        const certificate = this.pemFile(name);
        const extensions = extension ? ['-ext', extension] : [];
        await this.#key(name, []);
        await this.#keytool(name, '-certreq', '-file', request);
        await this.#keytool('authority', '-gencert', '-rfc', '-infile', request, '-outfile', certificate, ...extensions);
        await this.#import('authority', this.file(name));
        await run('keytool', [
            '-importcert', '-noprompt', '-alias', name, '-file', certificate, '-keystore', this.file(name),
            '-storepass', PASSWORD,
        ]);
    }

    #key(name, extensions) {
        return this.#keytool(name, '-genkeypair', ...KEY, '-dname', `CN=interop ${name}`, ...extensions);
    }

    #export(name) {
        return this.#keytool(name, '-exportcert', '-rfc', '-file', this.pemFile(name));
    }

    #import(name, store) {
        return run('keytool', [
            '-importcert', '-noprompt', '-alias', `${name}-trust`, '-file', this.pemFile(name),
            '-keystore', store, '-storetype', 'PKCS12', '-storepass', PASSWORD,
        ]);
    }

    #keytool(name, command, ...options) {
        return run('keytool', [
            command, '-alias', name, '-keystore', this.file(name), '-storetype', 'PKCS12', '-storepass', PASSWORD,
            ...options,
        ]);
    }
}
